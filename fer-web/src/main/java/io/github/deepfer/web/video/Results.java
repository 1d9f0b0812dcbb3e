package io.github.deepfer.web.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of lines that one thread writes while others read it. Thread-safe. */
final class Results {
  private final Path file;
  private final FileChannel channel;
  private volatile long length;

  Results(Path file) throws IOException {
    this.file = file;
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Of the lines that are whole, in bytes. */
  long length() {
    return length;
  }

  void append(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    long end = length + bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes, end - bytes.remaining());
    }
    length = end;
  }

  /** Reads whole lines from a place on, as far as they are there and fit; parts of longer ones. */
  void read(ByteBuffer to, long from) throws IOException {
    to.limit((int) Math.min(to.capacity(), to.position() + length - from));
    while (to.hasRemaining() && channel.read(to, from + to.position()) >= 0) {
      // until the buffer is full
    }
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
