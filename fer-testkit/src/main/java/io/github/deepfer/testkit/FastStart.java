package io.github.deepfer.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Moves the index of an mp4 file before its pictures, where films for the web have it (ISO/IEC
 * 14496-12). Such a film can still be opened when its end is missing.
 */
public final class FastStart {
  private static final int HEADER = 8;
  private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia", "minf", "stbl");

  private FastStart() {}

  /**
   * Moves the index.
   *
   * @param mp4 a whole file of less than 2 GiB with 32-bit offsets, its index at its end
   * @return the same film with the index after the file's type
   * @throws IllegalArgumentException if the file is not built like that
   */
  public static byte[] of(byte[] mp4) {
    ByteBuffer file = ByteBuffer.wrap(mp4);
    int typeEnd = file.getInt(0);
    int index = 0;
    while (index < mp4.length && !name(file, index).equals("moov")) {
      index += file.getInt(index);
    }
    if (!name(file, 0).equals("ftyp")
        || index >= mp4.length
        || index + file.getInt(index) != mp4.length) {
      throw new IllegalArgumentException("expected ftyp first and moov last");
    }
    int moved = mp4.length - index;
    ByteBuffer result = ByteBuffer.allocate(mp4.length);
    result.put(mp4, 0, typeEnd).put(mp4, index, moved).put(mp4, typeEnd, index - typeEnd);
    shiftOffsets(result, typeEnd, typeEnd + moved, moved);
    return result.array();
  }

  private static void shiftOffsets(ByteBuffer file, int from, int to, int by) {
    for (int at = from; at < to; at += file.getInt(at)) {
      String name = name(file, at);
      if (PARENTS.contains(name)) {
        shiftOffsets(file, at + HEADER, at + file.getInt(at), by);
      } else if (name.equals("stco")) {
        int entries = file.getInt(at + HEADER + 4);
        for (int i = 0; i < entries; i++) {
          int entry = at + HEADER + 8 + 4 * i;
          file.putInt(entry, file.getInt(entry) + by);
        }
      }
    }
  }

  private static String name(ByteBuffer file, int at) {
    byte[] name = new byte[4];
    file.get(at + 4, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
