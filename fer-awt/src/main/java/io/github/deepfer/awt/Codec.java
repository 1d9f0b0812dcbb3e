package io.github.deepfer.awt;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** A reader of its own for each file: readers are not thread-safe. */
final class Codec {
  /** What a reader makes of a file. */
  interface Decoding {
    Image decode(ImageReader reader) throws IOException;
  }

  private Codec() {}

  static Image decode(ImageReaderSpi codec, byte[] encoded, Decoding decoding) {
    ImageReader reader = null;
    try (ImageInputStream stream = new EncodedStream(encoded)) {
      reader = codec.createReaderInstance(null);
      reader.setInput(stream, true, true);
      return decoding.decode(reader);
    } catch (ImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Codecs meet damaged data with any exception.
      throw new ImageException(
          "is damaged: ImageIO says " + (e.getMessage() != null ? e.getMessage() : e), e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }
}
