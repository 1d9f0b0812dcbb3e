package io.github.deepfer.api.spi;

import io.github.deepfer.api.Image;

/** Decodes picture files for {@link Image#read} and {@link Image#decode}. */
public interface ImageDecoderProvider extends Provider {
  /**
   * Decodes a picture whose header and size have been checked; JPEG, PNG and WebP files also end
   * where they should. Thread-safe.
   *
   * @param encoded the whole file; not to be changed
   * @return the pixels as stored: EXIF orientation is the caller's; the first frame of an
   *     animation, transparency laid over white, 8 bits per channel
   * @throws io.github.deepfer.api.ImageException if the data is damaged; the message continues a
   *     sentence that starts with the picture's name
   * @throws io.github.deepfer.api.ProviderException if a native library is missing
   */
  Image decode(byte[] encoded);
}
