package io.github.deepfer.api.spi;

import io.github.deepfer.api.Image;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes picture files for {@link Image#read} and {@link Image#decode}. DeepFER itself decodes
 * PNG, GIF, BMP and WebP, and reads the headers of JPEG files; a decoder brings the pixels of
 * JPEGs, or formats that DeepFER does not know, whose headers it must read as well.
 *
 * <p>For each format the available decoder of the highest priority is taken; the system property
 * {@code fer.decoder} names the id of one that comes before all others for the formats it has.
 */
public interface ImageDecoderProvider extends Provider {
  /** The name of JPEG in {@link #formats()}. */
  String JPEG = "jpeg";

  /**
   * What it decodes.
   *
   * @return lower-case names of formats, the same at each call: {@link #JPEG}, and any other name
   *     for formats that {@link #header} knows, for example {@code heic}
   */
  Set<String> formats();

  /**
   * Reads the header of a file of its own formats. It is asked for files that are none of JPEG,
   * PNG, GIF, BMP and WebP, and must look at what such files begin with only. Thread-safe.
   *
   * @param encoded the whole file, of at least one byte; not to be changed
   * @return the size, by which the limits are checked before {@link #decode} is called; null, the
   *     default, if the file is of no format that it has
   * @throws io.github.deepfer.api.ImageException if the file is of such a format but damaged, as
   *     {@link #decode}
   */
  default @Nullable ImageHeader header(byte[] encoded) {
    return null;
  }

  /**
   * Decodes a picture of one of its formats. Its size has been checked against the limits, and
   * nothing larger may be allocated on the word of the file. Of a JPEG comes what makes its pixels,
   * all of it, and nothing else: no metadata, colour profile or thumbnail. Thread-safe.
   *
   * @param encoded the whole file; not to be changed
   * @return the pixels as stored, of just the size in the header, 8 bits per channel: turning them
   *     upright is the caller's. Of an animation the first frame. The fourth byte of RGBA and BGRA
   *     is opacity, 255 for opaque, by which the colours are not multiplied: laying them over white
   *     is the caller's, too
   * @throws io.github.deepfer.api.ImageTooLargeException if it is too large for this decoder
   * @throws io.github.deepfer.api.ImageException if the data is damaged; the message continues a
   *     sentence that starts with the picture's name
   * @throws io.github.deepfer.api.ProviderException if a native library is missing
   */
  Image decode(byte[] encoded);
}
