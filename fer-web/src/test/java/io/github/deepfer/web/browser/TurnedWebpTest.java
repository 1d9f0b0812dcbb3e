package io.github.deepfer.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebP that EXIF turns, which Chromium by itself shows as it is stored. */
class TurnedWebpTest extends PageTest {
  /** What the tag asks for: to mirror the stored picture, then to turn it clockwise. */
  @ParameterizedTest
  @CsvSource({
    "1, false, 0", "2, true, 0", "3, false, 180", "4, true, 180",
    "5, true, 270", "6, false, 90", "7, true, 90", "8, false, 270"
  })
  void isShownUpright(int tag, boolean mirrored, int degrees) {
    Object dropped =
        browser
            .driver()
            .executeAsyncScript(
                """
                const [tag, mirrored, degrees, done] = arguments;
                const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
                const u32 = (n) => [0, 8, 16, 24].map((shift) => (n >> shift) & 255);
                const chunk = (name, bytes) => [...ascii(name), ...u32(bytes.length), ...bytes];
                (async () => {
                  const picture = await createImageBitmap(
                    document.querySelector('[data-sample="pair.png"] img'));
                  const lies = degrees % 180 !== 0;
                  const canvas = document.createElement('canvas');
                  canvas.width = lies ? picture.height : picture.width;
                  canvas.height = lies ? picture.width : picture.height;
                  const context = canvas.getContext('2d');
                  context.translate(canvas.width / 2, canvas.height / 2);
                  context.scale(mirrored ? -1 : 1, 1);
                  context.rotate(-degrees * Math.PI / 180);
                  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
                  const blob = await new Promise((resolve) => {
                    canvas.toBlob(resolve, 'image/webp', 0.9);
                  });
                  const simple = [...new Uint8Array(await blob.arrayBuffer())];
                  const stored = String.fromCharCode(...simple.slice(12, 16)) === 'VP8X'
                    ? simple.slice(30) : simple.slice(12);
                  const size = [canvas.width, canvas.height].flatMap((n) => u32(n - 1).slice(0, 3));
                  const exif = [...ascii('II*\\0'), ...u32(8), 1, 0, 0x12, 1, 3, 0, ...u32(1), ...u32(tag), ...u32(0)];
                  const body = [...ascii('WEBP'), ...chunk('VP8X', [8, 0, 0, 0, ...size]),
                    ...stored, ...chunk('EXIF', exif)];
                  const file = new Uint8Array([...ascii('RIFF'), ...u32(body.length), ...body]);
                  const dataTransfer = new DataTransfer();
                  dataTransfer.items.add(new File([file], 'turned.webp', { type: 'image/webp' }));
                  document.getElementById('drop').dispatchEvent(
                    new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
                })().then(() => done('dropped'), (error) => done(String(error)));
                """,
                tag, mirrored, degrees);
    assertThat(dropped).isEqualTo("dropped");
    awaitResults(1);
    assertThat(browser.text(".meta")).contains("2 faces", "640 × 480");
    assertThat(differenceFromUpright()).as("mean difference of the samples, of 255").isLessThan(5);
  }

  private static double differenceFromUpright() {
    return ((Number)
            browser
                .driver()
                .executeAsyncScript(
                    """
                    const done = arguments[0];
                    const shown = document.querySelector('.picture img');
                    const original = document.querySelector('[data-sample="pair.png"] img');
                    const samples = async (img) => {
                      await img.decode();
                      const canvas = document.createElement('canvas');
                      canvas.width = img.naturalWidth;
                      canvas.height = img.naturalHeight;
                      const context = canvas.getContext('2d');
                      context.drawImage(img, 0, 0);
                      return context.getImageData(0, 0, canvas.width, canvas.height);
                    };
                    Promise.all([samples(shown), samples(original)]).then(([a, b]) => done(
                      a.width !== b.width || a.height !== b.height ? 255
                        : a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0)
                          / a.data.length));
                    """))
        .doubleValue();
  }
}
