package io.github.deepfer.api.internal.image.webp;

import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A picture of VP8L (RFC 9649, section 3). */
final class LosslessFrame {
  private static final int SIGNATURE = 0x2F;
  private static final int LITERALS = 256;
  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;

  /** Encoders stop at 2,600; each costs memory, however few of its codes are used. */
  private static final int MAX_GROUPS = 10_000;

  /** Below it, which pixel in the rows above a distance means, across + 8 and down. */
  private static final int NEAR = 120;

  private static final byte[] NEAR_PIXELS = {
    0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39,
    0x15, 0x1b, 0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a,
    0x24, 0x2c, 0x58, 0x45, 0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d,
    0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1e, 0x66, 0x6a, 0x22, 0x2e,
    0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e, 0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f,
    0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b, 0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e,
    0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d, 0x51, 0x5f, 0x40, 0x72,
    0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70
  };

  private final LosslessBits bits;

  private LosslessFrame(LosslessBits bits) {
    this.bits = bits;
  }

  /**
   * Decodes a picture with its header.
   *
   * @return pixels as 0xAARRGGBB
   */
  static int[] decode(ByteReader bytes, int start, int end) throws Malformed {
    LosslessBits bits = new LosslessBits(bytes, start, end);
    if (bits.take(8) != SIGNATURE) {
      throw Malformed.damaged("its VP8L data has no signature");
    }
    int width = 1 + bits.take(14);
    int height = 1 + bits.take(14);
    boolean hasOpacity = bits.flag();
    if (bits.take(3) != 0) {
      throw Malformed.damaged("its VP8L data is of another version");
    }
    int[] pixels = new LosslessFrame(bits).picture(width, height);
    for (int i = 0; i < pixels.length && !hasOpacity; i++) {
      pixels[i] |= 0xFF000000;
    }
    return pixels;
  }

  /** Decodes the opacity of each pixel, which has no header and is stored as green. */
  static byte[] opacity(ByteReader bytes, int start, int end, int width, int height)
      throws Malformed {
    int[] pixels = new LosslessFrame(new LosslessBits(bytes, start, end)).picture(width, height);
    byte[] opacity = new byte[pixels.length];
    for (int i = 0; i < opacity.length; i++) {
      opacity[i] = (byte) (pixels[i] >> 8);
    }
    return opacity;
  }

  private int[] picture(int width, int height) throws Malformed {
    Deque<Transform> transforms = new ArrayDeque<>();
    int stored = width;
    int seen = 0;
    while (bits.flag()) {
      int kind = bits.take(2);
      if ((seen >> kind & 1) == 1) {
        throw Malformed.damaged("a transform of its VP8L data stands there twice");
      }
      seen |= 1 << kind;
      Transform transform = transform(kind, stored, height);
      stored = transform.storedWidth(stored);
      transforms.push(transform);
    }
    int[] pixels = pixels(stored, height, true);
    for (Transform transform : transforms) {
      pixels = transform.undo(pixels, height);
    }
    return pixels;
  }

  private Transform transform(int kind, int width, int height) throws Malformed {
    switch (kind) {
      case 0, 1 -> {
        int size = 2 + bits.take(3);
        int[] blocks = pixels(blocks(width, size), blocks(height, size), false);
        return kind == 0
            ? new PredictorTransform(width, size, blocks)
            : new ColorTransform(width, size, blocks);
      }
      case 2 -> {
        return new GreenTransform();
      }
      default -> {
        int[] palette = pixels(1 + bits.take(8), 1, false);
        for (int i = 1; i < palette.length; i++) {
          palette[i] = Argb.add(palette[i], palette[i - 1]);
        }
        return new PaletteTransform(width, palette);
      }
    }
  }

  /** How many blocks of two to the power of {@code sizeBits} pixels cover a side. */
  static int blocks(int pixels, int sizeBits) {
    return (pixels + (1 << sizeBits) - 1) >> sizeBits;
  }

  /** Reads pixels, of which only those of the picture itself may be grouped by place. */
  private int[] pixels(int width, int height, boolean main) throws Malformed {
    int cacheBits = bits.flag() ? bits.take(4) : 0;
    if (cacheBits > 11) {
      throw Malformed.damaged("its cache of colours is too large");
    }
    int groupBits = 0;
    int[] groupOf = null;
    int groups = 1;
    if (main && bits.flag()) {
      groupBits = 2 + bits.take(3);
      groupOf = pixels(blocks(width, groupBits), blocks(height, groupBits), false);
      for (int i = 0; i < groupOf.length; i++) {
        groupOf[i] = groupOf[i] >> 8 & 0xFFFF;
        groups = Math.max(groups, groupOf[i] + 1);
      }
      if (groups > MAX_GROUPS) {
        throw Malformed.damaged("it has " + groups + " groups of prefix codes");
      }
    }
    List<PrefixCode[]> codes = new ArrayList<>(groups);
    for (int i = 0; i < groups; i++) {
      codes.add(
          new PrefixCode[] {
            PrefixCode.read(bits, LITERALS + LENGTHS + (cacheBits > 0 ? 1 << cacheBits : 0)),
            PrefixCode.read(bits, LITERALS),
            PrefixCode.read(bits, LITERALS),
            PrefixCode.read(bits, LITERALS),
            PrefixCode.read(bits, DISTANCES)
          });
    }
    return pixels(width, height, cacheBits, codes, groupBits, groupOf);
  }

  private int[] pixels(
      int width,
      int height,
      int cacheBits,
      List<PrefixCode[]> codes,
      int groupBits,
      int @Nullable [] groupOf)
      throws Malformed {
    int[] pixels = new int[width * height];
    int[] cache = new int[cacheBits > 0 ? 1 << cacheBits : 0];
    int cached = 0;
    for (int at = 0; at < pixels.length; ) {
      PrefixCode[] code = codes.get(0);
      if (groupOf != null) {
        int x = (at % width) >> groupBits;
        int y = (at / width) >> groupBits;
        code = codes.get(groupOf[y * blocks(width, groupBits) + x]);
      }
      int symbol = code[0].next(bits);
      if (symbol < LITERALS) {
        int red = code[1].next(bits);
        int blue = code[2].next(bits);
        pixels[at++] = code[3].next(bits) << 24 | red << 16 | symbol << 8 | blue;
      } else if (symbol < LITERALS + LENGTHS) {
        int length = number(symbol - LITERALS);
        int distance = distance(number(code[4].next(bits)), width);
        if (distance > at || length > pixels.length - at) {
          throw Malformed.damaged("its VP8L data copies pixels that are not there");
        }
        for (int i = 0; i < length; i++, at++) {
          pixels[at] = pixels[at - distance];
        }
      } else {
        // Colours are put into the cache when they are first needed.
        for (; cached < at; cached++) {
          cache[slot(pixels[cached], cacheBits)] = pixels[cached];
        }
        pixels[at++] = cache[symbol - LITERALS - LENGTHS];
      }
    }
    return pixels;
  }

  private static int slot(int color, int cacheBits) {
    return (color * 0x1E35A7BD) >>> (32 - cacheBits);
  }

  /** A length or distance: a code for its highest bits, then the others. */
  private int number(int code) throws Malformed {
    if (code < 4) {
      return code + 1;
    }
    int extra = (code - 2) >> 1;
    return ((2 + (code & 1)) << extra) + bits.take(extra) + 1;
  }

  private static int distance(int code, int width) {
    if (code > NEAR) {
      return code - NEAR;
    }
    int near = NEAR_PIXELS[code - 1];
    return Math.max(1, (near >> 4) * width + 8 - (near & 15));
  }

  /** What an encoder did to all pixels. */
  interface Transform {
    /** How wide the picture is stored that is so wide without it. */
    default int storedWidth(int width) {
      return width;
    }

    int[] undo(int[] pixels, int height);
  }

  private record GreenTransform() implements Transform {
    @Override
    public int[] undo(int[] pixels, int height) {
      for (int i = 0; i < pixels.length; i++) {
        int green = pixels[i] >> 8 & 0xFF;
        pixels[i] = Argb.add(pixels[i], green << 16 | green);
      }
      return pixels;
    }
  }

  /** Where a picture has few colours, pixels are their numbers, several in one. */
  private static final class PaletteTransform implements Transform {
    private final int width;
    private final int[] palette;
    private final int widthBits;

    PaletteTransform(int width, int[] palette) {
      this.width = width;
      // A number beyond is transparent black.
      this.palette = Arrays.copyOf(palette, 256);
      int colors = palette.length;
      widthBits = colors <= 2 ? 3 : colors <= 4 ? 2 : colors <= 16 ? 1 : 0;
    }

    @Override
    public int storedWidth(int unpacked) {
      return blocks(unpacked, widthBits);
    }

    @Override
    public int[] undo(int[] pixels, int height) {
      int stored = storedWidth(width);
      int size = 8 >> widthBits;
      int[] result = new int[width * height];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int packed = pixels[y * stored + (x >> widthBits)] >> 8 & 0xFF;
          int shift = (x & (1 << widthBits) - 1) * size;
          result[y * width + x] = palette[packed >> shift & (1 << size) - 1];
        }
      }
      return result;
    }
  }

  /** Red and blue are what they differ by from parts of green and red. */
  private static final class ColorTransform implements Transform {
    private final int width;
    private final int sizeBits;
    private final int[] blocks;

    ColorTransform(int width, int sizeBits, int[] blocks) {
      this.width = width;
      this.sizeBits = sizeBits;
      this.blocks = blocks;
    }

    @Override
    public int[] undo(int[] pixels, int height) {
      int perRow = blocks(width, sizeBits);
      for (int i = 0; i < pixels.length; i++) {
        int block = blocks[((i / width) >> sizeBits) * perRow + ((i % width) >> sizeBits)];
        int argb = pixels[i];
        byte green = (byte) (argb >> 8);
        int red = (argb >> 16) + part((byte) block, green);
        int blue = argb + part((byte) (block >> 8), green) + part((byte) (block >> 16), (byte) red);
        pixels[i] = (argb & 0xFF00FF00) | (red & 0xFF) << 16 | (blue & 0xFF);
      }
      return pixels;
    }

    private static int part(byte factor, byte color) {
      return (factor * color) >> 5;
    }
  }
}
