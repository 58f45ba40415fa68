"""Reports as they are read: the text as kept, and the day of publication with its basis.

One reader a format: it takes what a file holds and gives a `Draft` of each report in it, or what is wrong with it. What
all reports have in common is done in `load`: their names, the language, the day of publication.

Offsets of claims count code points of the text as kept. Of a text file that is the whole file after newline
translation, exactly what ``Path.read_text(encoding="utf-8")`` gives; of Markdown, what follows the front matter; of
HTML, the article's own text; of PDF, the pages' text with its lines put together; of a feed, each entry's text; of JSON
lines, the value of ``text``.
"""

from nuzuh.evidence.documents.document import MAX_BYTES, Basis, Document
from nuzuh.evidence.documents.language import language_of
from nuzuh.evidence.documents.load import SUFFIXES, documents, load_documents

__all__ = ["MAX_BYTES", "SUFFIXES", "Basis", "Document", "documents", "language_of", "load_documents"]
