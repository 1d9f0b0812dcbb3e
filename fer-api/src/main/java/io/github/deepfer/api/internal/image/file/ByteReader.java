package io.github.deepfer.api.internal.image.file;

import java.nio.charset.StandardCharsets;

/** Bounds-checked big and little endian reads; past the end the file is cut short. */
public final class ByteReader {
  private final byte[] file;

  public ByteReader(byte[] file) {
    this.file = file;
  }

  /** The file itself, not a copy. */
  public byte[] file() {
    return file;
  }

  public int length() {
    return file.length;
  }

  public boolean startsWith(long offset, int... expected) {
    if (offset + expected.length > file.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((file[(int) offset + i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  public int u8(long offset) throws Malformed {
    if (offset < 0 || offset >= file.length) {
      throw cutShort();
    }
    return file[(int) offset] & 0xFF;
  }

  public int u16(long offset) throws Malformed {
    return u8(offset) << 8 | u8(offset + 1);
  }

  public int u16le(long offset) throws Malformed {
    return u8(offset) | u8(offset + 1) << 8;
  }

  public int u24le(long offset) throws Malformed {
    return u16le(offset) | u8(offset + 2) << 16;
  }

  public long u32(long offset) throws Malformed {
    return (long) u16(offset) << 16 | u16(offset + 2);
  }

  public long u32le(long offset) throws Malformed {
    return u16le(offset) | (long) u16le(offset + 2) << 16;
  }

  /** A length field; above 2 GiB it cannot be true of a file held in an array. */
  public int size32(long offset) throws Malformed {
    return checkedSize(u32(offset));
  }

  public int size32le(long offset) throws Malformed {
    return checkedSize(u32le(offset));
  }

  private int checkedSize(long size) throws Malformed {
    if (size > file.length) {
      throw cutShort();
    }
    return (int) size;
  }

  public Malformed cutShort() {
    return new Malformed(
        "is cut short: its data ends after "
            + file.length
            + " bytes, before the picture does; get the whole file");
  }

  public String firstBytes() {
    int count = Math.min(8, file.length);
    String text = new String(file, 0, count, StandardCharsets.ISO_8859_1);
    if (text.chars().allMatch(c -> c >= ' ' && c < 127)) {
      return "\"" + text + "\"";
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < count; i++) {
      hex.append(String.format(i == 0 ? "%02x" : " %02x", file[i]));
    }
    return hex.toString();
  }
}
