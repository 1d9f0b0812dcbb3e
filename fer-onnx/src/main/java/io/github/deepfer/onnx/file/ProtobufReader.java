package io.github.deepfer.onnx.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the fields of one Protocol Buffers message in place, without copying or trusting it. See
 * protobuf.dev/programming-guides/encoding. Not thread-safe.
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int field;
  private int wireType;
  private int contentStart;
  private long number;

  /** The bytes are no such message. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  ProtobufReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ProtobufReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Goes to the next field, if there is one. */
  boolean next() throws Malformed {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) tag & 7;
    if (tag >>> 32 != 0 || field == 0) {
      throw new Malformed("no field has the tag " + tag + ", at byte " + at);
    }
    contentStart = at;
    switch (wireType) {
      case VARINT -> number = varint();
      case FIXED_64 -> skip(Long.BYTES);
      case FIXED_32 -> skip(Integer.BYTES);
      case LENGTH_DELIMITED -> {
        long length = varint();
        contentStart = at;
        skip(length);
      }
      default -> throw new Malformed("wire type " + wireType + " at byte " + at);
    }
    return true;
  }

  int field() {
    return field;
  }

  boolean isNumber() {
    return wireType == VARINT;
  }

  boolean isContent() {
    return wireType == LENGTH_DELIMITED;
  }

  /** The value of a number field. */
  long number() {
    return number;
  }

  /** The bytes of a field that is a string, a message or packed numbers. */
  int length() {
    return at - contentStart;
  }

  /** The text of a field that is a string; what is no UTF-8 in it is replaced. */
  String text() {
    return new String(bytes, contentStart, length(), StandardCharsets.UTF_8);
  }

  /** A copy of the bytes of a field that is no number. */
  byte[] content() {
    return Arrays.copyOfRange(bytes, contentStart, at);
  }

  /** A reader of a field that is a message. */
  ProtobufReader message() {
    return new ProtobufReader(bytes, contentStart, at);
  }

  /** Reads one of packed numbers, of which this reader is made by {@link #message}. */
  long packedNumber() throws Malformed {
    return varint();
  }

  /** How many bytes of the message have not been read. */
  int remaining() {
    return end - at;
  }

  private void skip(long count) throws Malformed {
    if (count < 0 || count > end - at) {
      throw new Malformed("a field of " + count + " bytes at byte " + at + " ends outside");
    }
    at += (int) count;
  }

  private long varint() throws Malformed {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw new Malformed("the data ends within a number, at byte " + at);
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new Malformed("a number of more than 64 bits at byte " + at);
  }
}
