package io.github.deepfer.testkit;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * Decodes damaged files of every format: each is a picture within the limits, whose pixels can be
 * read, or an {@link ImageException}. What decodes them is what the class path has.
 */
public final class DamagedPictures implements FuzzRun.Target {
  /** 16 bits in four channels are 32 MB at the limit; codecs hold a few such, the heap 512 MiB. */
  private static final ImageLimits LIMITS = new ImageLimits(4_000_000, 1 << 20);

  private final List<byte[]> files = new ArrayList<>();

  /**
   * For {@link FuzzRun}.
   *
   * @throws IOException if ImageIO lacks a writer
   */
  public DamagedPictures() throws IOException {
    EncodedSample.ALL.forEach(sample -> files.add(sample.file()));
    for (String format : List.of("png", "bmp", "gif")) {
      files.add(written(format, BufferedImage.TYPE_INT_RGB));
    }
    files.add(written("png", BufferedImage.TYPE_BYTE_INDEXED));
    files.add(written("png", BufferedImage.TYPE_USHORT_GRAY));
    files.add(written("png", BufferedImage.TYPE_INT_ARGB));
    files.add(written("bmp", BufferedImage.TYPE_BYTE_INDEXED));
    files.add(written("bmp", BufferedImage.TYPE_USHORT_565_RGB));
    files.add(withExif(written("jpeg", BufferedImage.TYPE_BYTE_GRAY)));
    files.add(bitmap(32, 3, 29 * 37 * 4));
    files.add(bitmap(8, 1, 29 * 20));
    files.add(bitmap(4, 2, 29 * 20));
  }

  @Override
  public void run(int number, Mutator mutator) {
    byte[] sound = files.get(number % files.size());
    byte[] file = mutator.mutate(sound);
    // Decoders look no further than a wrong checksum, so that half of them are made right.
    if (number / files.size() % 2 == 0) {
      correctChecksums(file);
    }
    try {
      Image image = Image.decode(file, LIMITS);
      if ((long) image.width() * image.height() > LIMITS.maxPixels()) {
        throw new AssertionError(image + " exceeds the limits");
      }
      ByteBuffer pixels = image.pixels();
      pixels.get(new byte[pixels.remaining()]);
    } catch (ImageException e) {
      // What is documented.
    }
  }

  private static byte[] written(String format, int type) throws IOException {
    BufferedImage picture = new BufferedImage(37, 29, type);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        picture.setRGB(x, y, 0xFF000000 + x * 7919 + y * 104729 + x * y);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, format, file)) {
      throw new IOException("no writer for " + format);
    }
    return file.toByteArray();
  }

  /** A segment with a TIFF structure of one tag, the orientation (CIPA DC-008). */
  private static byte[] withExif(byte[] jpeg) {
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36);
    file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) 34);
    file.put("Exif\0\0II".getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort((short) 42).putInt(8).putShort((short) 1);
    file.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(6).putInt(0);
    return file.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** A bitmap of 37x29 pixels, whose data are runs of three pixels or just those numbers. */
  private static byte[] bitmap(int bits, int compression, int dataBytes) {
    ByteBuffer file = ByteBuffer.allocate(54 + 64 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(0).putInt(0).putInt(54 + 64).putInt(40);
    file.putInt(37).putInt(29).putShort((short) 1).putShort((short) bits).putInt(compression);
    file.putInt(46, 16).putInt(54, 0xFF0000).putInt(58, 0xFF00).putInt(62, 0xFF).position(54 + 64);
    for (int i = 0; i < dataBytes / 2; i++) {
      boolean endOfRow = i % 10 == 9;
      file.put((byte) (endOfRow ? 0 : 4)).put((byte) (endOfRow ? 0 : i % 16));
    }
    return file.array();
  }

  /** PNG chunks (ISO/IEC 15948): length, type, data, checksum of the latter two. */
  private static void correctChecksums(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int at = 8;
    while (file.length - at >= 12 && file[1] == 'P') {
      int length = bytes.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        return;
      }
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, length + 4);
      bytes.putInt(at + 8 + length, (int) checksum.getValue());
      at += length + 12;
    }
  }
}
