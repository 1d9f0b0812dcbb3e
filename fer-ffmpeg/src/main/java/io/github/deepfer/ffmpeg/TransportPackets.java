package io.github.deepfer.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The packets of an MPEG transport stream (ISO/IEC 13818-1, 2.4.3), which FFmpeg does not show. */
final class TransportPackets {
  private static final int SIZE = 188;
  private static final int SYNC = 0x47;

  /** Tables of programs and services, which a stream begins with, and some sound. */
  private static final int MAX_BEFORE_PICTURES = 16;

  private TransportPackets() {}

  /**
   * Whether a stream begins here: its pictures and, right before them, its first table are counted
   * from zero. By chance that is so once in 256 times.
   *
   * @param position of the first packet of a picture
   */
  static boolean beginAt(Path file, long position) {
    int before = (int) Math.min(MAX_BEFORE_PICTURES, position / SIZE);
    ByteBuffer packets = ByteBuffer.allocate((before + 1) * SIZE);
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.read(packets, position - (long) before * SIZE) < packets.capacity()) {
        return false;
      }
    } catch (IOException e) {
      return false;
    }
    if (!isFirst(packets, before * SIZE)) {
      return false;
    }
    for (int at = (before - 1) * SIZE; at >= 0; at -= SIZE) {
      if (program(packets, at) == 0) {
        return isFirst(packets, at);
      }
    }
    return false;
  }

  private static boolean isFirst(ByteBuffer packets, int at) {
    return packets.get(at) == SYNC && (packets.get(at + 3) & 0x0F) == 0;
  }

  private static int program(ByteBuffer packets, int at) {
    return packets.getShort(at + 1) & 0x1FFF;
  }
}
