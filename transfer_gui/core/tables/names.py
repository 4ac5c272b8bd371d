"""What columns of tables are called."""

PATH_NAMES = [
    *("path", "filepath", "file_path", "filename", "file_name", "file", "image_path", "img_path", "image_file"),
    *("image_filename", "image_name", "image", "img", "picture", "photo", "image_id"),
]
TEXT_NAMES = [
    *("text", "sentence", "review", "review_text", "comment", "comment_text", "tweet", "tweet_text", "message"),
    *("utterance", "content", "body", "document", "description", "question", "query", "input", "phrase", "news"),
    *("article", "headline", "summary", "abstract", "title", "sms", "post", "statement"),
]
LABEL_NAMES = [
    *("label", "labels", "class_name", "class", "category", "target", "class_label", "species", "breed", "y"),
    *("sentiment", "intent", "topic", "emotion", "polarity", "label_text", "stars", "rating", "genre", "language"),
]
SIDE_NAMES = ["split", "set", "subset", "side", "partition", "fold", "usage", "phase"]
GROUP_NAMES = [
    *("group", "group_id", "speaker", "speaker_id", "user", "user_id", "userid", "username", "author", "author_id"),
    *("subject", "subject_id", "patient", "patient_id", "session", "session_id", "conversation_id", "thread_id"),
    *("document_id", "doc_id", "writer", "source_id"),
]
KNOWN = frozenset({*PATH_NAMES, *TEXT_NAMES, *LABEL_NAMES, *SIDE_NAMES, *GROUP_NAMES, "id", "is_valid"})
"""What columns are called, as `plain` spells it."""


def plain(name: str) -> str:
    """'Class-Name ' as 'class_name'."""
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
