package io.github.deepfer.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The packets of an MPEG transport stream (ISO/IEC 13818-1, 2.4.3), which FFmpeg does not show. */
final class TransportPackets {
  private static final int SIZE = 188;

  /** Camcorders put a time of four bytes before each. */
  private static final int SIZE_WITH_TIME = 192;

  private static final int SYNC = 0x47;

  /** Tables of programs and services, which a stream begins with, and some sound. */
  private static final int MAX_BEFORE_PICTURES = 16;

  private TransportPackets() {}

  /**
   * Whether a stream begins here: its pictures and, right before them, its first table are counted
   * from zero. By chance that is so once in 256 times.
   *
   * @param position of the first packet of a picture, with its time; negative if FFmpeg does not
   *     know it, as of frames that it puts together itself
   */
  static boolean beginAt(Path file, long position) {
    if (position < 0) {
      return false;
    }
    int before = (int) Math.min(MAX_BEFORE_PICTURES * (long) SIZE_WITH_TIME, position);
    ByteBuffer packets = ByteBuffer.allocate(before + SIZE_WITH_TIME);
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.read(packets, position - before) < before + SIZE) {
        return false;
      }
    } catch (IOException e) {
      return false;
    }
    return beginAt(packets, before, SIZE)
        || beginAt(packets, before + SIZE_WITH_TIME - SIZE, SIZE_WITH_TIME);
  }

  private static boolean beginAt(ByteBuffer packets, int pictures, int size) {
    if (!isFirst(packets, pictures)) {
      return false;
    }
    for (int at = pictures - size; at >= 0 && packets.get(at) == SYNC; at -= size) {
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
