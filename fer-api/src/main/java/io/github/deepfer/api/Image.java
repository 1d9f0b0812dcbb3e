package io.github.deepfer.api;

import io.github.deepfer.api.internal.image.EncodedImage;
import io.github.deepfer.api.internal.image.Reader;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A picture: 8-bit pixels in rows, upright. The one way into the library; whichever way a picture
 * comes in, the same pixels give the same result. Immutable and thread-safe as long as nobody
 * writes to a buffer that {@link #wrap} was given.
 */
public final class Image {
  private final ByteBuffer pixels;
  private final int width;
  private final int height;
  private final int stride;
  private final PixelFormat format;

  private Image(ByteBuffer pixels, int width, int height, int stride, PixelFormat format) {
    this.pixels = pixels;
    this.width = width;
    this.height = height;
    this.stride = stride;
    this.format = format;
  }

  /**
   * Reads a JPEG, PNG, GIF (first frame), BMP or WebP file with {@link ImageLimits#DEFAULT}. EXIF
   * orientation is applied, transparency is laid over white, 16 bits become 8, colour profiles are
   * left aside. Formats of a decoder of the user's are read as well.
   *
   * @param file the file
   * @return the upright picture
   * @throws ImageException if the file cannot be read, is damaged, is cut short, is no picture, or
   *     is one of which nothing can be seen
   * @throws ImageTooLargeException if it exceeds the limits
   * @throws ProviderException if the file is a JPEG and no {@link
   *     io.github.deepfer.api.spi.ImageDecoderProvider} for it can run here
   */
  public static Image read(Path file) {
    return read(file, ImageLimits.DEFAULT);
  }

  /**
   * Reads a file with other limits.
   *
   * @param file the file
   * @param limits what the picture may cost
   * @return the upright picture
   * @throws ImageException as {@link #read(Path)}
   * @throws ProviderException as {@link #read(Path)}
   */
  public static Image read(Path file, ImageLimits limits) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(limits, "limits");
    return EncodedImage.decode(Reader.read(file, limits), file.toString(), limits);
  }

  /**
   * Decodes the bytes of a picture file with {@link ImageLimits#DEFAULT}.
   *
   * @param encoded the whole file; not changed
   * @return the upright picture
   * @throws ImageException as {@link #read(Path)}
   * @throws ProviderException as {@link #read(Path)}
   */
  public static Image decode(byte[] encoded) {
    return decode(encoded, ImageLimits.DEFAULT);
  }

  /**
   * Decodes the bytes of a picture file with other limits.
   *
   * @param encoded the whole file; not changed
   * @param limits what the picture may cost
   * @return the upright picture
   * @throws ImageException as {@link #read(Path)}
   * @throws ProviderException as {@link #read(Path)}
   */
  public static Image decode(byte[] encoded, ImageLimits limits) {
    return EncodedImage.decode(encoded, "picture", limits);
  }

  /**
   * Reads a stream to its end and decodes it with {@link ImageLimits#DEFAULT}.
   *
   * @param stream the stream; not closed
   * @return the upright picture
   * @throws ImageException as {@link #read(Path)}
   * @throws ProviderException as {@link #read(Path)}
   */
  public static Image decode(InputStream stream) {
    return decode(stream, ImageLimits.DEFAULT);
  }

  /**
   * Reads a stream and decodes it with other limits. No more than {@link ImageLimits#maxBytes()}
   * and one byte are read.
   *
   * @param stream the stream; not closed
   * @param limits what the picture may cost
   * @return the upright picture
   * @throws ImageException as {@link #read(Path)}
   * @throws ProviderException as {@link #read(Path)}
   */
  public static Image decode(InputStream stream, ImageLimits limits) {
    return EncodedImage.decode(Reader.read(stream, limits), "picture", limits);
  }

  /**
   * Wraps pixels without a copy. The fourth byte of RGBA and BGRA pixels is ignored.
   *
   * @param pixels pixels from the buffer's position on, row by row, heap or direct; the caller must
   *     not change them while the picture is in use
   * @param width width in pixels, at least 1
   * @param height height in pixels, at least 1
   * @param stride bytes from the start of a row to the start of the next
   * @param format the bytes of a pixel
   * @return the picture
   * @throws IllegalArgumentException if a size is below 1, the stride is shorter than a row, or the
   *     buffer is too short
   */
  public static Image wrap(
      ByteBuffer pixels, int width, int height, int stride, PixelFormat format) {
    Objects.requireNonNull(format, "format");
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a picture must be at least 1x1 pixels, got " + width + "x" + height);
    }
    long row = (long) width * format.bytesPerPixel();
    if (stride < row) {
      throw new IllegalArgumentException(
          "stride must be at least "
              + row
              + " bytes for "
              + width
              + " "
              + format
              + " pixels, got "
              + stride);
    }
    long needed = (long) stride * (height - 1) + row;
    if (pixels.remaining() < needed) {
      throw new IllegalArgumentException(
          "a "
              + width
              + "x"
              + height
              + " "
              + format
              + " picture with stride "
              + stride
              + " needs "
              + needed
              + " bytes, the buffer has "
              + pixels.remaining());
    }
    return new Image(
        pixels.slice(pixels.position(), (int) needed).asReadOnlyBuffer(),
        width,
        height,
        stride,
        format);
  }

  /**
   * Wraps densely packed pixels without a copy.
   *
   * @param pixels pixels row by row, no gaps; the caller must not change them while the picture is
   *     in use
   * @param width width in pixels, at least 1
   * @param height height in pixels, at least 1
   * @param format the bytes of a pixel
   * @return the picture
   * @throws IllegalArgumentException as {@link #wrap(ByteBuffer, int, int, int, PixelFormat)}
   */
  public static Image wrap(byte[] pixels, int width, int height, PixelFormat format) {
    long stride = (long) width * format.bytesPerPixel();
    if (stride > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a row of " + stride + " bytes is too long");
    }
    return wrap(ByteBuffer.wrap(pixels), width, height, (int) stride, format);
  }

  /**
   * The width.
   *
   * @return pixels per row, at least 1
   */
  public int width() {
    return width;
  }

  /**
   * The height.
   *
   * @return rows, at least 1
   */
  public int height() {
    return height;
  }

  /**
   * The distance of rows.
   *
   * @return bytes from the start of a row to the start of the next
   */
  public int stride() {
    return stride;
  }

  /**
   * The bytes of a pixel.
   *
   * @return the pixel format
   */
  public PixelFormat format() {
    return format;
  }

  /**
   * The pixels, for backends.
   *
   * @return a new read-only view: index 0 is the first byte of the top-left pixel, pixel (x, y)
   *     starts at {@code y * stride + x * bytesPerPixel}; {@code stride * (height - 1) + width *
   *     bytesPerPixel} bytes; direct or heap as it was wrapped
   */
  public ByteBuffer pixels() {
    return pixels.duplicate();
  }

  @Override
  public String toString() {
    return "Image[" + width + "x" + height + " " + format + "]";
  }
}
