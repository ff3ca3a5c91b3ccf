"""Embeddings of OpenAI, or of a service that speaks its language, for the search of definitions and playbooks."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.embedding import EmbeddingError

if TYPE_CHECKING:
    from langchain_openai import OpenAIEmbeddings


class OpenAIEmbedding:
    """Vectors of a service's model. ``mask`` is applied to every text before it is sent, so that no customer's name
    leaves with a question. The key is that of the environment: OPENAI_API_KEY, unless one is given."""

    def __init__(
        self,
        model: str,
        base_url: str = "",
        key: str = "",
        timeout: float = 30.0,
        mask: Callable[[str], str] = str,
    ) -> None:
        self.model = model
        self.base_url = base_url
        self.timeout = timeout
        self.mask = mask
        self._key = key

    @property
    def id(self) -> str:
        """The model and the service that has it."""
        return f"openai {self.model} {self.base_url}"

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text; EmbeddingError where the service cannot be reached or refuses."""
        try:
            found = self._service.embed_documents([self.mask(text) for text in texts])
            vectors = [[float(number) for number in vector] for vector in found]
        except Exception as error:  # raised again by its name: the library fails in many ways at a service's answer
            raise EmbeddingError(type(error).__name__) from error
        if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) > 1:
            raise EmbeddingError("the service gave other vectors than asked for")
        return vectors

    @cached_property
    def _service(self) -> "OpenAIEmbeddings":
        from langchain_openai import OpenAIEmbeddings
        from pydantic import SecretStr

        return OpenAIEmbeddings(
            model=self.model,
            base_url=self.base_url or None,
            timeout=self.timeout,
            max_retries=1,
            check_embedding_ctx_length=False,  # texts are short; other services take no tokens in their place
            api_key=SecretStr(self._key) if self._key else None,
        )
