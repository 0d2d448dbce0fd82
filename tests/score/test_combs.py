import io

import PIL.Image

from afterglow.score.combs import table


def test_tables_are_those_of_the_common_encoder():
    for quality in (1, 10, 50, 75, 95, 100):
        stored = io.BytesIO()
        PIL.Image.new("L", (16, 16)).save(stored, "jpeg", quality=quality)
        theirs = PIL.Image.open(stored).quantization[0]
        assert sorted(theirs) == sorted(table(quality).ravel().tolist())
