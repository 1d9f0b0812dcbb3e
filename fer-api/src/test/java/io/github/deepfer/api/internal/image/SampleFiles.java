package io.github.deepfer.api.internal.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Picture files of all formats, made by ImageIO or, where it cannot, by hand. */
public final class SampleFiles {
  private SampleFiles() {}

  /** A file beside this class. */
  public static byte[] resource(String name) throws IOException {
    try (InputStream stream = SampleFiles.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("there is no file " + name);
      }
      return stream.readAllBytes();
    }
  }

  /** Where a text first stands. */
  public static int indexOf(byte[] file, String text) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  /** A file by ImageIO with a pattern that does not compress to nothing. */
  public static byte[] imageIo(String format, int width, int height) throws IOException {
    BufferedImage image = picture(width, height);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, file)) {
      throw new IOException("no writer for " + format);
    }
    return file.toByteArray();
  }

  /** A pattern that does not compress to nothing. */
  public static BufferedImage picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, x * 7919 + y * 104729 + x * y);
      }
    }
    return image;
  }

  /** A JPEG with an EXIF segment right after its start. */
  public static byte[] withExif(byte[] jpeg, byte[] tiff) {
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + tiff.length + 10);
    file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (tiff.length + 8));
    file.put(ascii("Exif\0\0")).put(tiff).put(jpeg, 2, jpeg.length - 2);
    return file.array();
  }

  /** A PNG with a chunk right after IHDR, which always ends at byte 33. */
  public static byte[] withChunk(byte[] png, String type, byte[] data) {
    ByteBuffer file = ByteBuffer.allocate(png.length + data.length + 12);
    file.put(png, 0, 33).put(chunk(type, data)).put(png, 33, png.length - 33);
    return file.array();
  }

  /** A TIFF structure with two tags, of which the second is the orientation. */
  public static byte[] tiff(ByteOrder order, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.put(ascii(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM")).putShort((short) 42).putInt(8);
    tiff.putShort((short) 2);
    tiff.putShort((short) 0x0100)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) 640)
        .putShort((short) 0);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0);
    return tiff.putInt(0).array();
  }

  /** A PNG that claims a size and holds no pixels. */
  public static byte[] emptyPng(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    byte[] ihdr = chunk("IHDR", header.array());
    byte[] iend = chunk("IEND", new byte[0]);
    ByteBuffer file = ByteBuffer.allocate(8 + ihdr.length + iend.length);
    file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}).put(ihdr).put(iend);
    return file.array();
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(data.length + 12).putInt(data.length);
    chunk.put(ascii(type)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, data.length + 4);
    return chunk.putInt((int) crc.getValue()).array();
  }

  /** RFC 9649, section 2.7: an extended file with an EXIF chunk. */
  public static byte[] extendedWebp(int width, int height, byte[] tiff) {
    ByteBuffer body = ByteBuffer.allocate(64 + tiff.length).order(ByteOrder.LITTLE_ENDIAN);
    body.put(ascii("VP8X")).putInt(10).putInt(0x08);
    put24(body, width - 1);
    put24(body, height - 1);
    body.put(ascii("EXIF")).putInt(tiff.length).put(tiff);
    return webp(body);
  }

  /** The picture of a simple file in an extended one with an EXIF chunk. */
  public static byte[] extendedWebp(byte[] simple, int width, int height, byte[] tiff) {
    byte[] head = extendedWebp(width, height, tiff);
    ByteBuffer file = ByteBuffer.allocate(head.length + simple.length - 12);
    file.put(head).put(simple, 12, simple.length - 12).order(ByteOrder.LITTLE_ENDIAN);
    return file.putInt(4, file.capacity() - 8).array();
  }

  /** Section 2.6: a lossless file; one signature byte, then 14 bits each of width and height. */
  public static byte[] losslessWebp(int width, int height) {
    ByteBuffer body = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    body.put(ascii("VP8L")).putInt(6).put((byte) 0x2F);
    body.putInt((width - 1) | (height - 1) << 14).put((byte) 0);
    return webp(body);
  }

  /** Section 2.5 and RFC 6386, section 9.1: a key frame. */
  public static byte[] lossyWebp(int width, int height) {
    ByteBuffer body = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    body.put(ascii("VP8 ")).putInt(10).put(new byte[] {0x10, 0, 0, (byte) 0x9D, 1, 0x2A});
    body.putShort((short) width).putShort((short) height);
    return webp(body);
  }

  private static byte[] webp(ByteBuffer body) {
    ByteBuffer file = ByteBuffer.allocate(12 + body.position()).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(4 + body.position()).put(ascii("WEBP"));
    return file.put(Arrays.copyOf(body.array(), body.position())).array();
  }

  private static void put24(ByteBuffer buffer, int value) {
    buffer.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
