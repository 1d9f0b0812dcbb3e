package io.github.deepfer.report.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of whole rows at any moment: what is killed or finds the disk full leaves no half one. */
final class RowFile implements Closeable {
  private final Path path;
  private final FileChannel channel;
  private long size;

  private RowFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens a file and writes its header. */
  static RowFile start(Path path, CharSequence header) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new RowFile(path, channel).from(0, header);
  }

  /** Opens a file after the rows that count. */
  static RowFile resume(Path path, CharSequence header, long size) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return new RowFile(path, channel).from(size, header);
  }

  private RowFile from(long start, CharSequence header) throws IOException {
    try {
      if (start > 0) {
        channel.truncate(start).position(start);
        size = start;
      } else {
        if (channel.size() > 0) {
          channel.truncate(0);
        }
        write(header);
      }
      return this;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Writes whole rows, each with its line end; all of them or none. */
  void write(CharSequence rows) throws IOException {
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (IOException e) {
      takeBack();
      throw new FileSystemException(
          path.toString(), null, e.getMessage() + "; it ends with its last whole row");
    }
    size += bytes.length;
  }

  private void takeBack() {
    try {
      channel.truncate(size);
    } catch (IOException e) {
      // A pipe or a device cannot take back what it got.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
