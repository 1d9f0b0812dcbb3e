package io.github.deepfer.api.internal.image.webp;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Exif;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.Orientation;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.internal.image.file.PixelSink;
import io.github.deepfer.api.internal.image.vp8.LossyFrame;
import io.github.deepfer.api.spi.ImageHeader;

/** A WebP file: chunks in a RIFF container (RFC 9649). */
public final class WebpFile implements PictureFile {
  private static final int FIRST_CHUNK = 12;
  private static final int ANIMATION_FRAME_HEADER = 16;

  private final ByteReader bytes;
  private final long end;
  private int width;
  private int height;
  private Orientation orientation = Orientation.UPRIGHT;

  /** Where the chunks of the first picture are; 0 if it has none. */
  private int frame;

  private int opacity;
  private int left;
  private int top;

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
      file.frame = FIRST_CHUNK;
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
      } else if (frame == 0 && bytes.startsWith(at, 'A', 'N', 'M', 'F')) {
        animationFrame((int) at);
      } else if (frame == 0 && bytes.startsWith(at, 'A', 'L', 'P', 'H')) {
        opacity = (int) at;
      } else if (frame == 0 && isFrame(at)) {
        frame((int) at, width, height);
      }
      at += 8L + length + (length & 1);
    }
  }

  /** Of an animation the first frame counts, at its place. */
  private void animationFrame(int at) throws Malformed {
    left = 2 * bytes.u24le(at + 8);
    top = 2 * bytes.u24le(at + 11);
    int right = left + bytes.u24le(at + 14) + 1;
    int bottom = top + bytes.u24le(at + 17) + 1;
    if (right > width || bottom > height) {
      throw differs(right, bottom);
    }
    int chunk = at + 8 + ANIMATION_FRAME_HEADER;
    if (bytes.startsWith(chunk, 'A', 'L', 'P', 'H')) {
      opacity = chunk;
      int length = bytes.size32le(chunk + 4);
      chunk += 8 + length + (length & 1);
    }
    if (isFrame(chunk)) {
      frame(chunk, right - left, bottom - top);
    }
  }

  private void frame(int at, int expectedWidth, int expectedHeight) throws Malformed {
    if (frameWidth(at) != expectedWidth || frameHeight(at) != expectedHeight) {
      throw differs(frameWidth(at), frameHeight(at));
    }
    frame = at;
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
  public Image decode() throws Malformed {
    if (frame == 0) {
      throw bytes.cutShort();
    }
    PixelSink sink = PixelSink.white(width, height);
    int first = top * width + left;
    if (isLossless(frame)) {
      putLossless(sink, first);
    } else {
      byte[] opacities =
          opacity == 0
              ? null
              : Opacity.decode(
                  bytes, opacity + 8, chunkEnd(opacity), frameWidth(frame), frameHeight(frame));
      LossyFrame.decode(bytes, frame + 8, chunkEnd(frame), opacities, sink, first, width);
    }
    return sink.image();
  }

  private void putLossless(PixelSink sink, int first) throws Malformed {
    int[] pixels = LosslessFrame.decode(bytes, frame + 8, chunkEnd(frame));
    int row = frameWidth(frame);
    for (int i = 0; i < pixels.length; i++) {
      int argb = pixels[i];
      sink.set(
          first + i / row * width + i % row,
          Argb.channel(argb, 16),
          Argb.channel(argb, 8),
          Argb.channel(argb, 0),
          Argb.channel(argb, 24));
    }
  }

  private int chunkEnd(int chunk) throws Malformed {
    long chunkEnd = chunk + 8L + bytes.size32le(chunk + 4L);
    if (chunkEnd > bytes.length()) {
      throw bytes.cutShort();
    }
    return (int) chunkEnd;
  }
}
