package io.github.deepfer.api.internal.image.jpeg;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.internal.ImageDecoders;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Exif;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.Orientation;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ImageHeader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JPEG markers (ITU-T T.81, annex B). Decoders get the picture without what surrounds it: bytes
 * between segments and behind scans, which cameras leave there and decoders complain of on stderr,
 * metadata, and whatever follows its end. Scans are looked through, so that a torn picture is an
 * error, whichever decoder comes after.
 */
public final class JpegFile implements PictureFile {
  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int HUFFMAN_TABLES = 0xC4;
  private static final int QUANTIZATION_TABLES = 0xDB;
  private static final int RESTART_INTERVAL = 0xDD;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;

  /**
   * Photographs have about ten. Each costs a decoder time by the picture's pixels, however few
   * bytes it has: 2,000 of them kept one busy for 13 seconds.
   */
  private static final int MAX_SCANS = 100;

  private final ByteReader bytes;
  private final HuffmanTable[] tables = new HuffmanTable[8];
  private final ByteArrayOutputStream clean = new ByteArrayOutputStream();
  private @Nullable JpegFrame frame;
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean oriented;
  private boolean jfif;
  private int adobeTransform = -1;
  private int restartInterval;
  private int at = 2;

  private JpegFile(ByteReader bytes) {
    this.bytes = bytes;
  }

  /** Reads up to the first scan. */
  public static JpegFile parse(ByteReader bytes) throws Malformed {
    JpegFile file = new JpegFile(bytes);
    int marker = file.segmentsToScan();
    if (file.frame == null || marker != START_OF_SCAN) {
      throw Malformed.damaged("it ends or has pixels before its size");
    }
    return file;
  }

  @Override
  public ImageHeader header() {
    JpegFrame known = known();
    return new ImageHeader(known.width(), known.height(), orientation.tag());
  }

  private JpegFrame known() {
    if (frame == null) {
      throw new IllegalStateException("parse ends with a frame");
    }
    return frame;
  }

  @Override
  public Image decode() throws Malformed {
    byte[] data = data();
    return ImageDecoders.ofThisThread().decoderOf(ImageDecoderProvider.JPEG).decode(data);
  }

  /** The picture alone, and all of it. To be called once. */
  public byte[] data() throws Malformed {
    JpegFrame known = known();
    if (Arrays.stream(tables).allMatch(Objects::isNull)) {
      standardTables();
    }
    JpegScans scans = new JpegScans(known, bytes, tables);
    ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length() + 32);
    marker(result, START_OF_IMAGE);
    result.writeBytes(colorSpace(known));
    int marker = START_OF_SCAN;
    for (int count = 1; marker == START_OF_SCAN; count++) {
      if (count > MAX_SCANS) {
        throw new Malformed(
            "is a JPEG of more than "
                + MAX_SCANS
                + " scans, which only an attack has; save it again");
      }
      result.writeBytes(clean.toByteArray());
      clean.reset();
      at = scans.read(at, restartInterval, result);
      marker = behind(scans);
    }
    if (!scans.coverAll()) {
      throw bytes.cutShort();
    }
    marker(result, END_OF_IMAGE);
    return result.toByteArray();
  }

  /** They are written, too, since not every decoder knows them by itself. */
  private void standardTables() throws Malformed {
    byte[] segment = StandardTables.segment();
    HuffmanTable.readAll(new ByteReader(segment), 0, segment.length, tables);
    marker(clean, HUFFMAN_TABLES);
    clean.write((segment.length + 2) >> 8);
    clean.write(segment.length + 2);
    clean.writeBytes(segment);
  }

  /**
   * The marker of the next scan, or one that ends the picture. A file may end without one where the
   * picture is whole. Elsewhere it was cut between two scans, or inside one and filled up with
   * zeros, which are codes, too.
   */
  private int behind(JpegScans scans) throws Malformed {
    if (scans.areWhole() && endsHere()) {
      return END_OF_IMAGE;
    }
    if (scans.areComplete()) {
      nextMarker();
      return END_OF_IMAGE;
    }
    return segmentsToScan();
  }

  /** Whether nothing follows, or the first half of a marker. */
  private boolean endsHere() throws Malformed {
    for (int i = at; i < bytes.length(); i++) {
      if (bytes.u8(i) != 0xFF) {
        return false;
      }
    }
    return true;
  }

  /** Notes segments until a scan, which {@link #at} is then behind the marker of, or the end. */
  private int segmentsToScan() throws Malformed {
    while (true) {
      int marker = nextMarker();
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        return marker;
      }
      if (marker == START_OF_IMAGE) {
        throw Malformed.damaged("a second picture begins inside it, at byte " + (at - 2));
      }
      if (marker > 0x01 && marker < 0xC0) {
        throw Malformed.damaged(
            "it has a marker that means nothing, FF%02X at byte %d".formatted(marker, at - 2));
      }
      boolean alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
      if (!alone) {
        int length = bytes.u16(at);
        if (length < 2) {
          throw Malformed.damaged("a segment has a length of " + length + ", at byte " + at);
        }
        if (at + length > bytes.length()) {
          throw bytes.cutShort();
        }
        note(marker, at + 2, at + length);
        at += length;
      }
    }
  }

  /** Skips to the next FF that begins a marker, over whatever stands before it, as libjpeg does. */
  private int nextMarker() throws Malformed {
    while (true) {
      while (bytes.u8(at) != 0xFF) {
        at++;
      }
      while (bytes.u8(at) == 0xFF) {
        at++;
      }
      int marker = bytes.u8(at++);
      if (marker != 0) {
        return marker;
      }
    }
  }

  private void note(int marker, int start, int end) throws Malformed {
    switch (marker) {
      case HUFFMAN_TABLES -> {
        HuffmanTable.readAll(bytes, start, end, tables);
        copy(start - 4, end);
      }
      case QUANTIZATION_TABLES -> copy(start - 4, end);
      case RESTART_INTERVAL -> {
        restartInterval = bytes.u16(start);
        copy(start - 4, end);
      }
      case APP0 -> jfif |= bytes.startsWith(start, 'J', 'F', 'I', 'F', 0);
      case APP1 -> {
        if (!oriented && bytes.startsWith(start, 'E', 'x', 'i', 'f', 0)) {
          oriented = true;
          orientation = Exif.orientation(bytes, start + 6, end);
        }
      }
      case APP14 -> {
        if (bytes.startsWith(start, 'A', 'd', 'o', 'b', 'e') && end - start >= 12) {
          adobeTransform = bytes.u8(start + 11L);
        }
      }
      default -> {
        if (marker >= 0xC0 && marker <= 0xCF) {
          noteFrame(marker, start, end);
        }
      }
    }
  }

  /** The first frame counts, as in libjpeg; a second one could make it larger behind the checks. */
  private void noteFrame(int marker, int start, int end) throws Malformed {
    if (frame != null) {
      throw Malformed.damaged("it has two frame headers");
    }
    frame = JpegFrame.parse(bytes, marker, start, end);
    copy(start - 4, end);
  }

  /** Fill bytes before the marker are left out. */
  private void copy(int start, int end) {
    clean.write(bytes.file(), start, end - start);
  }

  private static void marker(ByteArrayOutputStream target, int marker) {
    target.write(0xFF);
    target.write(marker);
  }

  /**
   * Adobe's segment says what the components are (transform 0: as they are, 1: YCbCr, 2: YCCK). It
   * is written where there was none, so that decoders do not guess, each by rules of its own; the
   * rules here are libjpeg's.
   */
  private byte[] colorSpace(JpegFrame known) {
    int transform;
    switch (known.components()) {
      case 3 -> {
        boolean rgb = jfif ? false : adobeTransform >= 0 ? adobeTransform == 0 : known.isNamedRgb();
        transform = rgb ? 0 : 1;
      }
      case 4 -> transform = adobeTransform <= 0 ? 0 : 2;
      default -> {
        return new byte[0];
      }
    }
    return new byte[] {
      (byte) 0xFF,
      (byte) APP14,
      0,
      14,
      'A',
      'd',
      'o',
      'b',
      'e',
      0,
      100,
      0,
      0,
      0,
      0,
      (byte) transform
    };
  }
}
