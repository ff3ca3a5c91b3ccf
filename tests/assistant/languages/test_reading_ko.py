"""What Korean questions are read as: the same as their English; and what is unknown in Korean stays unknown."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.offline.brain import OfflineBrain
from assistant.offline.outcome import AskBack, Outcome, ReadCustomers, ReadDefinition, ReadQuery, Refuse
from assistant.offline.reader import Context
from assistant.phrases import phrases

QUESTIONS = [
    (
        "교육 업계 고객 중에서 M365가 육성이고 M365 의도가 최소 75인 고객은?",
        "Which education customers are in Nurture for M365 with an M365 intent of at least 75?",
    ),
    (
        "BC나 Sales Professional 중 하나 이상의 성향이 높은 고객은 몇 곳인가요?",
        "How many customers are high propensity for BC or Sales Professional?",
    ),
    (
        "Azure를 아직 보유하지 않은 덴마크 고객의 Azure 의도 최고값은?",
        "What's the highest Azure intent among Danish customers that don't have Azure yet?",
    ),
    (
        "쿠버네티스를 이미 운영 중이면서 권장 워크로드가 OpenAI인 고객",
        "Customers running Kubernetes on Azure where OpenAI is a recommended workload",
    ),
    (
        "미국 외 지역에서 E5로 옮길 수 있고 M365가 지금 행동인 고객",
        "customers that could move to E5 and are Act Now for M365, outside the US",
    ),
    (
        "9월 파일로 보면 Surface 지금 행동 고객은 몇 곳이었나요?",
        "Going by the September file: how many customers were Act Now for Surface?",
    ),
    (
        "O365... 아니 죄송, Microsoft 365가 지금 행동인 미국 고객",
        "US customers that are Act Now for Microsoft 365",
    ),
    ("독일에서 Azure가 지금 행동인 고객을 알려줘", "Which customers in Germany are Act Now for Azure?"),
    ("노르웨이 고객 중 Surface가 평가인 곳을 보여주세요", "Show the customers in Norway that are Evaluate for Surface"),
    ("직원이 300명 이상인 프랑스 제조업 고객 목록", "French manufacturing customers with 300 or more employees"),
    ("M365는 쓰는데 Azure는 없는 고객은 어디인가요?", "Which customers have M365 but no Azure?"),
    (
        "Copilot 코호트에 속하면서 아직 Copilot이 없는 고객을 뽑아줘",
        "customers in the Copilot cohort that don't have Copilot yet",
    ),
    ("영국을 제외하고 M365가 지금 행동인 고객", "customers that are Act Now for M365, except in the UK"),
    (
        "스웨덴이나 덴마크에 있는 고객 중 Business Central이 지금 행동 또는 평가인 곳",
        "customers in Sweden or Denmark that are Act Now or Evaluate for Business Central",
    ),
    ("직원 수가 50명에서 200명 사이인 일본 고객을 알려주세요", "customers in Japan with between 50 and 200 employees"),
    ("Azure 잠재 매출이 5만 달러 이상인 고객", "customers with Azure potential revenue of $50,000 or more"),
    (
        "Azure 적합도는 낮지만 의도는 높은 보스턴 고객을 보여줘",
        "customers in Boston with low fit but high intent for Azure",
    ),
    ("A1 셀에 있는 Surface 고객 전부", "all customers in cell A1 for Surface"),
    ("M365 E5로 업그레이드할 만한 고객 중 미국 밖에 있는 곳", "customers in the M365 to E5 cohort outside the US"),
    (
        "쾰른이나 뮌헨의 다크 클라우드 마이그레이션 고객을 보여줘",
        "Show the dark migrate to cloud customers in Cologne or Munich",
    ),
    ("제약을 제외한 의료 업종에서 Azure가 평가인 고객", "healthcare except pharmaceuticals, Azure cluster Evaluate"),
    (
        "9월 보고서에서 Surface가 지금 행동이었던 스웨덴 고객",
        "In the September reports, which Swedish customers were Act Now for Surface?",
    ),
    ("구글과 AWS를 모두 사용하고 Azure는 없는 고객은?", "customers that use both Google and AWS, no Azure"),
    (
        "Kubernetes를 운영 중이고 OpenAI가 권장 워크로드인 고객",
        "Customers running Kubernetes on Azure where OpenAI is a recommended workload",
    ),
    (
        "은행 업종 고객 중 M365 의도가 75 이상인 곳을 알려 주세요",
        "banking customers with an M365 intent of at least 75",
    ),
    (
        "최근 36개월 동안 거래가 없는데 M365가 지금 행동인 고객",
        "customers that have not bought anything in the last 36 months and are Act Now for M365",
    ),
    ("추가 좌석을 살 만한 오리건주의 M365 고객", "M365 customers ready for more seats in Oregon"),
    (
        "Surface 획득 코호트(50석 이상) 중 지금 행동인 일본 고객",
        "Surface acquire 50+ seats cohort, Act Now for Surface, in Japan",
    ),
    (
        "Azure가 없고 직원이 100명 미만인 서울 고객",
        "customers in Seoul without Azure and with fewer than 100 employees",
    ),
    (
        "Dynamics 365를 전혀 보유하지 않은 독일 고객 중 Business Central이 평가인 고객",
        "customers in Germany that don't own Dynamics 365 and are Evaluate for Business Central",
    ),
    ("승인된 비영리 단체 중 M365 구매 성향이 높은 고객", "approved nonprofits with high propensity for M365"),
    (
        "온프레미스에서 클라우드로 마이그레이션할 고객을 보여주세요",
        "Show the customers in the M365 migrate to cloud on-premises cohort",
    ),
    ("부산에 있지 않은 한국 고객", "customers in Korea that are not in Busan"),
    ("Azure 신호에 채용이 있는 지금 행동 고객", "customers with a hiring signal for Azure that are Act Now for Azure"),
    (
        "파워앱스가 지금 행동인 도쿄나 오사카 고객 좀 찾아줘",
        "find the customers in Tokyo or Osaka that are Act Now for Power Apps",
    ),
    ("고객이 모두 몇 곳인가요?", "How many customers are there in total?"),
    ("Azure가 지금 행동인 고객은 몇 곳이야?", "How many customers are Act Now for Azure?"),
    ("독일 고객은 몇 개사인가요?", "How many customers are in Germany?"),
    (
        "영국에서 M365 성향이 높은 고객 수를 알려줘",
        "the number of customers in the United Kingdom with high propensity for M365",
    ),
    (
        "Azure가 없는 미국 어퍼 미디엄 고객은 몇 곳입니까?",
        "How many Upper Medium customers in the US don't have Azure?",
    ),
    ("M365 클라우드 마이그레이션 범주에 속한 고객 수", "How many customers are in the M365 migrate to cloud category?"),
    (
        "Azure 적합도가 높음이고 의도가 매우 낮음인 고객은 몇 곳인가요?",
        "How many customers have high Azure fit and very low Azure intent?",
    ),
    ("적어도 한 제품에서 지금 행동인 고객은 몇 곳이죠?", "How many customers are Act Now for at least one product?"),
    ("EA는 없고 Open 계약이 있는 고객 수", "number of customers that have an Open agreement but no EA"),
    (
        "직원이 25명 미만인데 Upper Medium 세그먼트에 있는 고객은 몇 곳인가요?",
        "How many customers have fewer than 25 employees and are in the Upper Medium segment?",
    ),
    ("스톡홀름에서 Surface가 육성인 고객 수는?", "How many customers in Stockholm are Nurture for Surface?"),
    ("갱신 보고서에 계약이 총 몇 건 있나요?", "How many agreements are in the renewals report?"),
    ("호텔 업종에서 Surface 업셀 대상 고객은 몇 곳인가요?", "How many hospitality customers are in Surface upsell?"),
    ("9월에 Azure가 평가였던 고객은 몇 곳이었나요?", "How many customers were Evaluate for Azure in September?"),
    (
        "메인주 포틀랜드에서 Power Apps가 평가인 고객은 몇 곳인가요?",
        "How many customers in Portland, Maine, are Evaluate for Power Apps?",
    ),
    (
        "지금 행동 고객의 Azure 잠재 매출 합계는 얼마인가요?",
        "What is the total Azure potential revenue of customers that are Act Now for Azure?",
    ),
    ("독일 고객의 평균 M365 적합도 점수는?", "What is the average M365 fit score in Germany?"),
    (
        "영국 고객 중 Azure가 지금 행동인 비율은 몇 퍼센트인가요?",
        "What percentage of UK customers is Act Now for Azure?",
    ),
    ("Copilot 코호트의 평균 직원 수를 알려주세요", "Average employee count of the Copilot cohort?"),
    (
        "Azure가 없는 덴마크 고객의 Azure 의도 최고 점수는 얼마인가요?",
        "What's the highest Azure intent among Danish customers without Azure?",
    ),
    (
        "소매업에서 Business Central 성향이 높은 고객의 평균 잠재 매출은?",
        "the average potential revenue for Business Central of high propensity customers in retail",
    ),
    ("E5 코호트 중 미국 고객의 비율", "Which share of the M365 to E5 cohort is in the United States?"),
    (
        "일본에서 가장 직원이 많은 고객의 직원 수는?",
        "What is the highest number of employees among customers in Japan?",
    ),
    (
        "향후 60일 안에 만료되는 계약의 만료 매출 총액은 얼마인가요?",
        "Total expiring revenue of the agreements that end within the next 60 days?",
    ),
    (
        "평가 클러스터에 있는 Power Apps 고객의 평균 의도",
        "average intent for Power Apps among customers that are Evaluate for Power Apps",
    ),
    (
        "Open Value 프로그램 트루업 계약의 만료 매출 합계",
        "total expiring revenue of true-up agreements under Open Value",
    ),
    (
        "잠재 매출이 높은 순으로 미국의 Azure 지금 행동 고객 상위 10곳",
        "Top 10 Act Now customers for Azure in the US by potential revenue, highest first",
    ),
    ("프랑스에서 M365 상위 5개 고객을 알려줘", "top 5 customers for M365 in France"),
    ("독일 Surface 고객 톱 20", "top 20 customers for Surface in Germany"),
    ("직원 수가 가장 많은 고객 8곳을 많은 순으로 보여줘", "the 8 biggest customers by headcount, largest first"),
    ("Azure 의도가 가장 높은 스웨덴 고객 세 곳은?", "which 3 swedish customers have the highest azure intent?"),
    (
        "Azure가 없는 의료 업종 고객 중 Azure 상위 6곳을 순위대로",
        "Top 6 healthcare customers for Azure that have no Azure, ranked",
    ),
    (
        "일리노이주에서 M365 잠재 매출이 가장 큰 고객 다섯 곳",
        "5 customers with the largest M365 potential revenue in Illinois",
    ),
    (
        "Copilot이 아직 없는 Copilot 코호트 고객 상위 10곳",
        "Top 10 customers in the Copilot cohort that don't have Copilot yet",
    ),
    (
        "북유럽에서 잠재 매출순으로 Power Apps 상위 10개사",
        "Top 10 for Power Apps in the Nordics sorted by potential revenue",
    ),
    ("뉴욕에서 Surface 적합도가 가장 높은 3곳만 알려줘", "just the top 3 customers in New York by Surface fit"),
    ("만료 매출이 가장 큰 고객 다섯 곳", "five customers with the most expiring revenue"),
    ("국가별로 Azure 지금 행동 고객이 몇 곳인가요?", "How many Act Now customers for Azure per country?"),
    ("M365 클러스터별 고객 수", "number of customers by M365 cluster"),
    ("업종별 평균 Azure 적합도를 보여줘", "average Azure fit by industry"),
    ("하위 세그먼트별 고객 수를 알려주세요", "customers by sub segment"),
    ("Azure 셀별 고객 수", "number of customers in each Azure cell"),
    ("라이선스 프로그램별 만료 매출 합계", "total expiring revenue per license program"),
    ("독일의 클라우드 마이그레이션 고객을 도시별로 나눠줘", "split the German M365 migrate to cloud customers by city"),
    ("Copilot 코호트를 국가와 세그먼트별로 집계해 줘", "Copilot cohort: number of customers by country and segment"),
    (
        "업종별 Surface 잠재 매출 합계를 성향이 높은 고객 기준으로",
        "Total Surface potential revenue by industry for high-propensity customers",
    ),
    (
        "9월 D365 보고서에서 Finance & Operations 클러스터별 고객 수",
        "In the September D365 report, number of customers per Finance & Operations cluster",
    ),
    (
        "지난달 이후 Azure가 평가에서 지금 행동으로 이동한 고객은?",
        "Who moved from Evaluate to Act Now for Azure since last month?",
    ),
    ("이번 달 보고서에 새로 들어온 고객을 알려줘", "Which customers are new in this month's reports?"),
    ("9월에는 있었는데 10월 보고서에서 사라진 고객", "customers that disappeared from the reports since September"),
    (
        "지난달보다 M365 의도가 40점 이상 오른 고객은 어디인가요?",
        "Whose M365 intent went up by 40 points or more since last month?",
    ),
    (
        "지난달에 비해 Business Central 클러스터가 나빠진 스웨덴 고객",
        "Swedish customers whose Business Central cluster got worse compared to last month",
    ),
    (
        "지난달과 Azure 클러스터가 달라진 고객은 몇 곳인가요?",
        "How many customers have a different Azure cluster since last month?",
    ),
    (
        "9월 이후 Power Apps의 지금 행동에서 빠진 고객은 몇 곳인가요?",
        "How many customers dropped out of Act Now for Power Apps since September?",
    ),
    ("Surface 의도가 가장 많이 오른 고객 세 곳", "the three customers with the largest increase in Surface intent"),
    ("지난달 이후 새로 지금 행동이 된 M365 고객", "customers that moved into Act Now for M365 since last month"),
    ("30일 이내에 만료되는 계약이 있는 고객", "Which customers have an agreement that ends in the next 30 days?"),
    ("이번 분기에 아직 끝나지 않은 계약은 몇 건인가요?", "how many agreements still end this quarter?"),
    ("2027년 1월에 종료되는 계약이 있는 고객을 보여줘", "customers with an agreement that ends in January 2027"),
    ("이미 만료된 계약이 있는 고객은?", "whose agreement has already run out?"),
    (
        "이번 회계 연도에 만료되는 Azure 부문 계약은 몇 건이야?",
        "how many Azure division agreements end this fiscal year?",
    ),
    ("12월에 트루업이 예정된 스웨덴 고객", "customers with a true-up due in December in Sweden"),
    ("계약이 두 건 이상인 고객은 몇 곳인가요?", "How many customers have at least two agreements?"),
    ("Enterprise Agreement 계약이 다음 분기에 끝나는 고객", "customers whose Enterprise Agreement ends next quarter"),
    ("독일에서 Azure와 M365 둘 다 지금 행동인 고객", "Who is Act Now for both Azure and M365 in Germany?"),
    (
        "Azure는 지금 행동이지만 Surface는 지금 행동도 평가도 아닌 영국 고객",
        "UK customers that are Act Now for Azure but neither Act Now nor Evaluate for Surface",
    ),
    (
        "여섯 개 제품 중 다섯 개 이상에서 지금 행동인 고객",
        "which customers are act now for five or more of the six products?",
    ),
    (
        "Azure 적합도가 80 초과이고 M365 적합도가 40 미만인 고객",
        "Customers with an Azure fit above 80 and an M365 fit below 40",
    ),
    (
        "Azure 또는 Surface가 지금 행동인 노르웨이 고객은 몇 곳인가요?",
        "How many customers in Norway are Act Now for Azure or Surface?",
    ),
    ("지금 행동이란 무엇인가요?", "What does Act Now mean?"),
    ("적합도와 의도의 차이는 뭔가요?", "what's the difference between fit and intent"),
    ("E6 셀은 무슨 뜻이야?", "What does cell E6 stand for?"),
    ("화이트스페이스가 무엇인지 설명해 주세요", "can you explain whitespace?"),
    ("D365SP는 무엇의 약자인가요?", "what does D365SP stand for?"),
    ("EOS가 뭐예요?", "What is EOS?"),
    ("다크 고객이란 무슨 의미인가요?", "What is a dark customer?"),
    ("새 보고서는 얼마나 자주 나오나요?", "How often do new reports come out?"),
    ("어퍼 미디엄의 정의를 알려줘", "definition of Upper Medium"),
    ("공급업체의 회계 연도는 몇 월부터 몇 월까지인가요?", "Which months make up the vendor's fiscal year?"),
    ("잠재 매출이 뭔가요?", "What is potential revenue?"),
    (
        "Copilot이 아직 없는 Copilot 코호트의 영국 고객 10곳으로 콜 리스트를 만들어줘, 좋은 순서대로",
        "Build me a call list of 10 UK customers from the Copilot cohort that don't have Copilot yet, best first",
    ),
    (
        "스웨덴과 덴마크의 Azure 캠페인용 지금 행동 고객 25곳을 순위대로 뽑아줘",
        "Shortlist of 25 for an Azure campaign in Sweden and Denmark: Act Now only, ranked",
    ),
    (
        "Surface 업셀(25대 이상) 중 Surface 성향이 높은 고객 열두 곳을 순서대로",
        "twelve customers from Surface upsell 25+ devices, high propensity for Surface, in order",
    ),
    ("일본의 Power Apps 평가 고객 중 가장 좋은 20곳", "the 20 best Evaluate customers for Power Apps in Japan"),
    ("2025년 1월에 Azure가 지금 행동이었던 고객은?", "Which customers were Act Now for Azure in January 2025?"),
    (
        "Azure 기준으로 지금 행동에 해당하는 스웨덴 업체들 리스트업 부탁드립니다",
        "list the customers in Sweden that are Act Now for Azure",
    ),
    ("독일에있는고객중에M365가평가인곳알려줘", "customers in Germany that are Evaluate for M365"),
    (
        "직원이 백 명도 안 되는 덴마크 회사 중 Surface 성향 높은 곳",
        "Danish customers with fewer than 100 employees and high propensity for Surface",
    ),
    ("프랑스 또는 독일에 본사를 둔 기업 가운데 Azure를 안 쓰는 곳은?", "customers in France or Germany without Azure"),
    ("Azure는 없고 AWS를 쓰는 미국 고객사", "US customers with AWS but no Azure"),
    (
        "노르웨이랑 덴마크 빼고 북유럽 고객 중 Azure가 지금 행동인 곳",
        "customers in the Nordics except Norway and Denmark that are Act Now for Azure",
    ),
    (
        "Business Central 잠재 매출이 2만5천 달러를 넘는 제조 고객을 알려주세요",
        "manufacturing customers with Business Central potential revenue over $25,000",
    ),
    ("M365 적합도가 60점에서 80점 사이인 시카고 고객", "customers in Chicago with an M365 fit between 60 and 80"),
    ("매우 작은 고객 중 Copilot을 이미 보유한 곳은?", "Very Small customers that have Copilot"),
    (
        "지금 행동도 평가도 아닌 Azure 고객은 몇 곳이야?",
        "How many customers are neither Act Now nor Evaluate for Azure?",
    ),
    (
        "Azure 클러스터가 육성이거나 교육인 일본 고객 수",
        "number of customers in Japan that are Nurture or Educate for Azure",
    ),
    ("교육 업종이면서 Surface가 교육 클러스터인 고객", "education industry customers that are Educate for Surface"),
    (
        "M365 E5 대상 고객 중 성향이 높은 곳만 보여줘",
        "customers in the M365 to E5 cohort with high propensity for M365",
    ),
    (
        "소매업을 뺀 나머지 업종에서 Power Apps가 지금 행동인 고객",
        "customers that are Act Now for Power Apps, except retail",
    ),
    ("Azure 의도가 높음 또는 중간인 오사카 고객", "customers in Osaka with high or medium intent for Azure"),
    ("Windows Server 2012를 쓰는 고객 중 Azure가 없는 곳", "customers with Windows Server 2012 without Azure"),
    ("비영리가 아닌 교육 기관", "education customers that are not nonprofit"),
    (
        "뉴욕, 보스턴, 시카고에 있는 의료 업종 고객 중 Azure 지금 행동",
        "healthcare customers in New York, Boston or Chicago that are Act Now for Azure",
    ),
    ("E7 셀에 있는 Azure 고객은?", "customers in cell E7 for Azure"),
    ("다크 코호트 고객 중 직원이 50명 이상인 곳 좀 보여줄래?", "dark cohort customers with at least 50 employees"),
    ("좌석 추가 코호트에 속하는 독일 고객은 몇 곳일까?", "how many German customers are in the more seats cohort?"),
    ("구글을 쓰지 않는 일본 고객 숫자", "number of customers in Japan that don't have Google"),
    ("지금까지 데이터에 있는 고객 총수는?", "total number of customers"),
    ("도쿄 고객 전체의 평균 직원 수는 몇 명인가요?", "average number of employees of customers in Tokyo"),
    ("Surface 잠재 매출 총합을 국가별로 보여주세요", "total Surface potential revenue by country"),
    ("미국 고객의 M365 의도 중앙값은?", "median M365 intent of US customers"),
    ("가장 높은 Surface 적합도 점수는 얼마야?", "what is the highest Surface fit score?"),
    ("성향이 높은 Azure 고객은 업종별로 몇 곳씩 있나요?", "how many high propensity customers for Azure by industry?"),
    ("의료 고객 중 몇 퍼센트가 Azure를 보유하고 있나요?", "what percentage of healthcare customers have Azure?"),
    ("일본 고객 가운데 M365가 평가인 고객의 비중", "what share of Japanese customers is Evaluate for M365?"),
    ("런던에서 Azure 잠재 매출이 제일 큰 고객 7곳", "7 customers with the largest Azure potential revenue in London"),
    ("적합도가 가장 낮은 M365 고객 5곳", "5 customers with the lowest M365 fit"),
    ("직원 수 많은 순으로 파리 고객 10곳 뽑아줘", "10 customers in Paris by number of employees, largest first"),
    (
        "Surface 지금 행동 고객을 잠재 매출 높은 순서로 15개만",
        "15 Act Now customers for Surface sorted by potential revenue, highest first",
    ),
    ("Azure 톱10 알려줘", "top 10 for Azure"),
    (
        "의도 점수가 제일 높은 Power Apps 고객 네 곳은 어디입니까",
        "which 4 customers have the highest Power Apps intent?",
    ),
    ("국가별 업종별 고객 수를 표로 보여줘", "number of customers by country and industry"),
    ("M365 지금 행동 고객을 도시별로 쪼개줘", "break down Act Now customers for M365 by city"),
    ("세그먼트별 평균 Azure 잠재 매출", "average Azure potential revenue by segment"),
    ("파트너별 고객 수", "number of customers by partner"),
    ("주별 고객 분포", "customers by state"),
    ("지난달 대비 Azure 적합도가 떨어진 고객", "customers whose Azure fit went down since last month"),
    (
        "9월 이후에 Surface가 지금 행동으로 올라온 독일 고객",
        "German customers that moved into Act Now for Surface since September",
    ),
    (
        "지난달과 비교해서 M365 의도가 20점 넘게 떨어진 곳",
        "customers whose M365 intent fell by more than 20 points since last month",
    ),
    (
        "지난달 이후 보고서에서 사라진 고객은 몇 곳이야",
        "how many customers disappeared from the reports since last month?",
    ),
    ("신규 고객은 몇 곳인가요? 이번 달 보고서 기준으로요", "How many customers are new in this month's reports?"),
    (
        "지난달 이후 Azure 지금 행동에서 떨어져 나간 고객",
        "customers that dropped out of Act Now for Azure since last month",
    ),
    ("Azure에서 육성에서 평가로 올라간 고객", "customers that moved from Nurture to Evaluate for Azure"),
    ("향후 3개월 안에 만료되는 CSP 계약은 몇 건?", "how many CSP agreements end in the next 3 months?"),
    ("다음 달에 종료되는 계약을 가진 고객", "customers with an agreement that ends next month"),
    (
        "2026년 12월 31일 이전에 끝나는 계약이 있는 독일 고객",
        "German customers with an agreement that ends before December 31 2026",
    ),
    ("이번 회계 연도에 만료되는 매출 총액", "total expiring revenue this fiscal year"),
    ("부문별 만료 매출 합계를 알려줘", "total expiring revenue by division"),
    ("만료 매출이 10만 달러 이상인 고객", "customers with expiring revenue of $100,000 or more"),
    (
        "90일 이내에 만료되는 Dynamics 365 부문 계약이 있는 고객",
        "customers with a Dynamics 365 division agreement ending in the next 90 days",
    ),
    (
        "이번 분기에 끝나는 Open Value 계약의 만료 매출은 총 얼마인가요",
        "total expiring revenue of Open Value agreements ending this quarter",
    ),
    ("Azure, M365, Surface 모두 지금 행동인 고객", "customers that are Act Now for Azure, M365 and Surface"),
    (
        "Azure가 지금 행동이거나 M365가 지금 행동인 오슬로 고객",
        "customers in Oslo that are Act Now for Azure or Act Now for M365",
    ),
    ("M365는 지금 행동인데 Azure는 아닌 고객", "customers that are Act Now for M365 but not for Azure"),
    ("세 개 이상의 제품에서 지금 행동인 영국 고객", "UK customers that are Act Now for three or more products"),
    ("평가 클러스터는 무슨 의미죠?", "What does Evaluate mean?"),
    ("업셀이 뭐야?", "What is upsell?"),
    ("육성 고객은 어떻게 해야 하나요?", "What should one do with Nurture customers?"),
    ("ACR이 뭔가요", "what is ACR?"),
    ("NLW가 뭐죠?", "what is NLW?"),
    ("매우 낮음 구간은 몇 점부터 몇 점까지야?", "what are the limits of Very Low?"),
    ("적합도란 무엇인지 설명해 주세요", "explain what fit is"),
    ("Copilot 코호트가 뭐예요?", "what is the Copilot cohort?"),
    ("데이터는 몇 월 것까지 있어?", "what months do we have?"),
    ("어떤 국가의 고객이 있나요?", "which countries do we have?"),
    ("2024년 3월에 Surface가 지금 행동이었던 고객", "customers that were Act Now for Surface in March 2024"),
    ("M365가 지금 행동인 고객 알려주세요. 프랑스만요.", "Act Now for M365 customers in France"),
    (
        "최근 3년 동안 구매 이력이 전혀 없는데도 M365가 지금 행동인 고객, 미국만요",
        "customers in the US that have not bought anything in the last 36 months but are Act Now for M365",
    ),
    (
        "M365 좌석 추가 구매가 예상되는 덴마크 고객",
        "customers in Denmark in the M365 upsell more seats cohort",
    ),
    (
        "Azure 적합도는 높음인데 의도가 매우 낮음인 건이 몇 건이야?",
        "how many customers have high Azure fit but very low intent?",
    ),
    ("30일 이내 만료되는 건이 몇 건이야?", "how many agreements end in the next 30 days?"),
    ("프랑스에서 Surface 적합도가 제일 높은 데가 어디예요? 상위 3곳만요", "top 3 customers in France by Surface fit"),
    ("정부 부문 고객 중 M365가 지금 행동인 곳", "Government customers that are Act Now for M365"),
    ("Azure 셀별(A1, A2 ... ET10) 고객 수 알려줘", "how many customers by Azure cell"),
    ("M365 적합도 구간별(높음, 낮음) 고객 수", "how many customers by M365 fit band"),
    ("M365 유망 고객 10곳", "top 10 customers for M365"),
    ("클라우드 마이그레이션 코호트에서 '다크(dark)' 고객이란 무엇인가요?", "what is a dark customer?"),
    ("M365가 지금 행동(Act Now)인 고객", "customers that are Act Now for M365"),
    ("온프레미스(on-premises) 고객이란?", "what does on-premises cohort mean?"),
    ("M365에서 E5로 가는 코호트에 고객이 몇 곳인가요?", "how many customers are in the M365 to E5 cohort?"),
    (
        "전화 영업팀용으로 M365 지금 행동 고객 10곳 뽑아주세요. 전화할 순서대로요.",
        "top 10 customers Act Now for M365, best first",
    ),
    (
        "지난달에는 평가였는데 이번 달에 지금 행동이 된 M365 고객",
        "customers that moved from Evaluate to Act Now for M365 since last month",
    ),
    (
        "Azure나 M365 둘 중 하나라도 평가인 영국 고객",
        "customers in the UK that are Evaluate for either Azure or M365",
    ),
    (
        "M365 성향이 높은데 아직 M365를 안 쓰는 고객 비율은?",
        "what percentage of customers are high propensity for M365 but without M365?",
    ),
    ("만료 매출이 가장 큰 5건", "top 5 agreements by expiring revenue"),
]
FOLLOW_UPS = [
    ("스웨덴에서 Azure가 지금 행동인 고객은?", "노르웨이는?", "And in Norway?"),
    (
        "독일의 Copilot 코호트 고객 중 M365가 지금 행동인 곳",
        "그중 이미 Azure가 있는 곳은 몇 곳인가요?",
        "How many of those already have Azure?",
    ),
    ("프랑스의 Business Central 지금 행동 고객", "Power Apps는 어때?", "what about Power Apps?"),
    ("잠재 매출이 높은 순으로 영국의 Azure 상위 10곳", "5개로 줄여줘", "make it five"),
    ("일본에서 M365가 평가인 고객", "매우 작은 규모는 빼고", "leave out the Very Small ones"),
    ("M365 E5 코호트에 속한 고객은 몇 곳인가요?", "그중 덴마크에 있는 곳은?", "which of them are in Denmark?"),
    (
        "90일 안에 만료되는 계약이 있는 고객",
        "이 중에서 Azure가 지금 행동인 곳은 어디야?",
        "Which of those are Act Now for Azure?",
    ),
    (
        "노르웨이의 Surface 성향이 높은 고객",
        "이들의 Surface 잠재 매출 합계는 얼마인가요?",
        "what's the total potential revenue of these for Surface?",
    ),
    ("텍사스에서 Azure가 지금 행동인 고객", "업종별로 나눠 줘", "break them down by industry"),
    (
        "덴마크에서 잠재 매출이 높은 순으로 Azure 상위 3곳",
        "첫 번째 고객은 왜 그런 등급인가요?",
        "Why is the first one rated like that?",
    ),
    (
        "맨체스터의 M365 클라우드 마이그레이션 고객을 보여줘",
        "온프레미스 코호트만 보여줘",
        "only the on-premises cohort",
    ),
    ("미국 의료 업종에서 Surface 성향이 높은 고객", "직원 100명 이상만", "Only those with 100 or more employees"),
    ("프랑스에서 Surface가 지금 행동인 고객", "그럼 독일은?", "and in Germany?"),
    ("프랑스에서 Surface가 지금 행동인 고객", "몇 곳이야?", "how many are they?"),
    ("프랑스에서 Surface가 지금 행동인 고객", "그중 직원 50명 이상인 곳만", "only those with 50 or more employees"),
    ("미국의 M365 평가 고객", "잠재 매출 높은 순으로 정렬해줘", "sort them by potential revenue, highest first"),
    ("미국의 M365 평가 고객", "상위 10곳만", "only the top 10"),
    ("미국의 M365 평가 고객", "의료 업종만 남겨줘", "only healthcare"),
    ("미국의 M365 평가 고객", "국가별로 나눠줘", "break them down by country"),
    ("미국의 M365 평가 고객", "Azure도 없는 곳은?", "which of those don't have Azure?"),
    ("미국의 M365 평가 고객", "두 번째 고객은 왜 평가인가요?", "why is the second one Evaluate?"),
]
SHOWN = ("5000080", "5000943", "5000105")
ABOUT_ONE = [
    ("Zephyr Foundation AB는 왜 Azure에서 그런 등급인가요?", "Why is Zephyr Foundation AB rated like that for Azure?"),
    ("Zephyr Foundation AB의 M365 신호를 보여줘", "Show Zephyr Foundation AB's M365 signals"),
    (
        "Zephyr Foundation AB는 어떤 Azure 워크로드를 쓰고 있고, 다음으로 추천되는 건 뭔가요?",
        "What are the existing workloads and the recommended workload of Zephyr Foundation AB?",
    ),
    ("Zephyr Foundation AB는 왜 M365 유망 고객인가요?", "Why is Zephyr Foundation AB a good bet for M365?"),
    ("Zephyr Foundation AB는 M365가 지금 행동인가요?", "Is Zephyr Foundation AB Act Now for M365?"),
    ("Zephyr Foundation AB는 Azure를 가지고 있나요?", "Does Zephyr Foundation AB have Azure?"),
    ("Zephyr Foundation AB의 직원은 몇 명이야?", "How many employees does Zephyr Foundation AB have?"),
    ("Zephyr Foundation AB는 지금 어떤 코호트에 속해 있나요?", "Which cohorts is Zephyr Foundation AB in?"),
]
UNKNOWN = [
    "M365만 쓰는 고객 목록",
    "Azure에서만 지금 행동인 고객",
    "이탈이 예상되는 고객 목록",
    "독일의 보라색 고객을 보여줘",
    "충성도 높은 고객을 보여줘",
    "Azure가 지금 행동인 상장 고객을 알려줘",
    "나이 고객을 알려줘",
    "와이 고객을 알려줘",
    "독일 은이 고객은 몇 곳인가요?",
    "고객 담당자 이름을 알려줘",
    "파리의 Azure 고객에게 이메일을 보내줘",
    "교육 고객을 보여줘",
    "독일이 아닌 Azure가 않은 고객",
    "날씨가 어때?",
]
ALL = ["고객은 몇 곳인가요?", "독일에서 Azure가 지금 행동인 고객을 알려줘"]


def meant(outcome: Outcome) -> object:
    """The outcome without what is only said about it; filters in any order."""
    if isinstance(outcome, ReadQuery):
        query = outcome.query
        measure = query.measure
        if measure and query.group_by and (measure.function, measure.field) == ("count", "customers"):
            measure = None
        return replace(query, set=replace(query.set, filters=()), measure=measure), set(map(str, query.set.filters))
    if isinstance(outcome, ReadCustomers):
        return replace(outcome, assumptions=(), aspects=tuple(sorted(outcome.aspects)))
    if isinstance(outcome, ReadDefinition | Refuse | AskBack):
        return type(outcome)
    return outcome


@pytest.mark.parametrize(("korean", "english"), [*QUESTIONS, *ABOUT_ONE])
def test_a_question_is_read_as_its_english(brain: OfflineBrain, korean: str, english: str) -> None:
    assert meant(brain.reader.read(korean).outcome) == meant(brain.reader.read(english).outcome)


@pytest.mark.parametrize(("first", "korean", "english"), FOLLOW_UPS)
def test_a_follow_up_is_read_as_its_english(brain: OfflineBrain, first: str, korean: str, english: str) -> None:
    context = Context(brain.reader.read(first).outcome, SHOWN, "azure")
    assert meant(brain.reader.read(korean, context, "ko").outcome) == meant(brain.reader.read(english, context).outcome)


@pytest.mark.parametrize("question", UNKNOWN)
def test_what_is_unknown_is_refused(brain: OfflineBrain, question: str) -> None:
    assert isinstance(brain.reader.read(question, Context(), "ko").outcome, Refuse | AskBack)


@pytest.mark.parametrize("question", ALL)
def test_spaces_do_not_matter(brain: OfflineBrain, question: str) -> None:
    together = question.replace(" ", "")
    assert meant(brain.reader.read(together).outcome) == meant(brain.reader.read(question).outcome)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(letters=st.lists(st.integers(0xAC00, 0xD7A3), min_size=2, max_size=12), cut=st.integers(1, 6))
def test_random_letters_are_no_question(brain: OfflineBrain, letters: list[int], cut: int) -> None:
    question = "".join(map(chr, letters))
    assert isinstance(brain.reader.read(f"{question[:cut]} {question[cut:]}").outcome, Refuse | AskBack)


def test_definitions_keep_the_figures(brain: OfflineBrain) -> None:
    english = {item.id: item for item in brain.tools.definitions if item.section != "play"}
    korean = phrases("ko").definitions
    assert korean.keys() == english.keys()
    for name, item in english.items():
        assert figures(item.text) <= figures(f"{korean[name]['title']} {korean[name]['text']}"), name


def figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))
