package io.github.deepfer.api.internal.image.raster;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.internal.ImageDecoders;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Exif;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.Orientation;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ImageHeader;
import java.util.Arrays;

/** WebP chunks in their RIFF container (RFC 9649). */
public final class WebpFile implements PictureFile {
  private static final int FIRST_CHUNK = 12;
  private static final int ANIMATION_FRAME_HEADER = 16;

  private final ByteReader bytes;
  private final long end;
  private int width;
  private int height;
  private Orientation orientation = Orientation.UPRIGHT;

  private WebpFile(ByteReader bytes) throws Malformed {
    this.bytes = bytes;
    end = 8L + bytes.size32le(4);
    if (end > bytes.length()) {
      throw bytes.cutShort();
    }
  }

  public static WebpFile parse(ByteReader bytes) throws Malformed {
    WebpFile file = new WebpFile(bytes);
    if (bytes.startsWith(FIRST_CHUNK, 'V', 'P', '8', 'X')) {
      file.parseExtended();
    } else if (!file.isFrame(FIRST_CHUNK)) {
      throw Malformed.damaged("a WebP file must hold a VP8, VP8L or VP8X chunk");
    } else {
      file.width = file.frameWidth(FIRST_CHUNK);
      file.height = file.frameHeight(FIRST_CHUNK);
    }
    return file;
  }

  private void parseExtended() throws Malformed {
    width = bytes.u24le(24) + 1;
    height = bytes.u24le(27) + 1;
    for (long at = FIRST_CHUNK; at + 8 <= end; ) {
      int length = bytes.size32le(at + 4);
      if (bytes.startsWith(at, 'E', 'X', 'I', 'F')) {
        // Some writers keep the prefix that only JPEG needs.
        int prefix = bytes.startsWith(at + 8, 'E', 'x', 'i', 'f', 0, 0) ? 6 : 0;
        orientation = Exif.orientation(bytes, (int) at + 8 + prefix, (int) at + 8 + length);
      } else if (bytes.startsWith(at, 'A', 'N', 'M', 'F')) {
        checkInside((int) at);
      } else if (isFrame(at)) {
        checkSize((int) at, width, height);
      }
      at += 8L + length + (length & 1);
    }
  }

  /** A decoder takes memory for the frame, while the limits are checked on the whole. */
  private void checkInside(int at) throws Malformed {
    int right = 2 * bytes.u24le(at + 8) + bytes.u24le(at + 14) + 1;
    int bottom = 2 * bytes.u24le(at + 11) + bytes.u24le(at + 17) + 1;
    if (right > width || bottom > height) {
      throw differs(right, bottom);
    }
    int chunk = at + 8 + ANIMATION_FRAME_HEADER;
    if (bytes.startsWith(chunk, 'A', 'L', 'P', 'H')) {
      int length = bytes.size32le(chunk + 4);
      chunk += 8 + length + (length & 1);
    }
    if (isFrame(chunk)) {
      checkSize(chunk, bytes.u24le(at + 14) + 1, bytes.u24le(at + 17) + 1);
    }
  }

  private void checkSize(int at, int expectedWidth, int expectedHeight) throws Malformed {
    if (frameWidth(at) != expectedWidth || frameHeight(at) != expectedHeight) {
      throw differs(frameWidth(at), frameHeight(at));
    }
  }

  private Malformed differs(int otherWidth, int otherHeight) {
    return Malformed.damaged(
        "its header says "
            + (width + "x" + height)
            + " pixels, its data holds "
            + (otherWidth + "x" + otherHeight));
  }

  private boolean isFrame(long at) {
    return bytes.startsWith(at, 'V', 'P', '8', ' ') || bytes.startsWith(at, 'V', 'P', '8', 'L');
  }

  private boolean isLossless(int at) {
    return bytes.startsWith(at + 3L, 'L');
  }

  private int frameWidth(int at) throws Malformed {
    return isLossless(at)
        ? (int) (bytes.u32le(at + 9L) & 0x3FFF) + 1
        : bytes.u16le(at + 14L) & 0x3FFF;
  }

  private int frameHeight(int at) throws Malformed {
    return isLossless(at)
        ? (int) (bytes.u32le(at + 9L) >> 14 & 0x3FFF) + 1
        : bytes.u16le(at + 16L) & 0x3FFF;
  }

  @Override
  public ImageHeader header() {
    return new ImageHeader(width, height, orientation.tag());
  }

  @Override
  public Image decode() {
    byte[] file = end == bytes.length() ? bytes.file() : Arrays.copyOf(bytes.file(), (int) end);
    String format = ImageDecoderProvider.WEBP;
    return ImageDecoders.ofThisThread().decoderOf(format).decode(file);
  }
}
