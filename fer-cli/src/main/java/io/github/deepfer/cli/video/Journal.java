package io.github.deepfer.cli.video;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.VideoAnalyzer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What was found on each frame of a video, in a file beside its table: with it a run that was
 * killed is gone through again without the pictures, and then goes on as if it had not been. A
 * record that was cut is left out, with all after it.
 */
final class Journal implements VideoOutput {
  /** What begins every journal, before its first record; the number is that of its form. */
  private static final byte[] MAGIC = {0x0F, (byte) 0xE2, 0, 2};

  /** More than 10,000 faces; what claims more is damaged. */
  private static final int MAX_RECORD = 4 << 20;

  /** Takes a frame of the run before. */
  interface Step {
    void take(FrameResult frame) throws IOException;
  }

  private final Path file;
  private final FileChannel channel;

  /** Where the frames begin. */
  private long start;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The journal of a table. */
  static Path beside(Path table) {
    return table.resolveSibling(table.getFileName() + ".resume");
  }

  /**
   * Opens a journal, or starts one; what is refused is left as it was.
   *
   * @param file its directory must exist; a link is not followed
   * @param run what all runs on one journal have in common
   * @throws IOException if it cannot be written, another process writes it, or it is of another run
   */
  static Journal open(Path file, String run) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      if (!isAlone(channel)) {
        throw new FileSystemException(
            file.toString(), null, "another process works on this video and table; wait for it");
      }
      Journal journal = new Journal(file, channel);
      journal.begin(run);
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isAlone(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Whether a file is one, or the beginning of one. */
  static boolean isIn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return beginsAsOne(in.readNBytes(MAGIC.length));
    }
  }

  private static boolean beginsAsOne(byte[] bytes) {
    return Arrays.equals(bytes, 0, bytes.length, MAGIC, 0, bytes.length);
  }

  /** Goes to the first frame of the run before, if it is one of the same kind. */
  private void begin(String run) throws IOException {
    DataInputStream in = read(0);
    if (!beginsAsOne(in.readNBytes(MAGIC.length))) {
      throw new FileSystemException(file.toString(), null, "it is no journal of a video");
    }
    byte[] head = next(in);
    if (head == null) {
      // Of a run that was killed before it had a frame.
      channel.truncate(0).position(0);
      write(ByteBuffer.wrap(MAGIC));
      addRecord(out -> out.writeUTF(run));
      start = channel.position();
      return;
    }
    if (!new DataInputStream(new ByteArrayInputStream(head)).readUTF().equals(run)) {
      throw new FileSystemException(
          file.toString(),
          null,
          "it is of a run with other options, or the video, the models or the program have changed"
              + " since; remove it to begin anew");
    }
    start = MAGIC.length + sizeOf(head);
  }

  /**
   * Goes through the frames of the run before, after which {@link #add} goes on.
   *
   * @param analyzer at the start of the video
   * @param step takes each frame
   * @return the times of the first and the last frame; null if there is none
   * @throws IOException if the file cannot be read
   */
  @Nullable Span replay(VideoAnalyzer analyzer, Step step) throws IOException {
    Span span = null;
    long end = start;
    DataInputStream in = read(start);
    for (byte[] record = next(in); record != null; record = next(in)) {
      FrameResult frame = frame(record, analyzer);
      step.take(frame);
      Duration time = frame.tracked().time();
      span = new Span(span == null ? time : span.first(), time);
      end += sizeOf(record);
    }
    channel.truncate(end).position(end);
    return span;
  }

  private DataInputStream read(long position) throws IOException {
    channel.position(position);
    return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
  }

  private static long sizeOf(byte[] record) {
    return 2L * Integer.BYTES + record.length;
  }

  /**
   * The times of a run's frames.
   *
   * @param first of its first frame
   * @param last of its last one
   */
  record Span(Duration first, Duration last) {}

  /** A whole record; null for none, or a part of one. */
  private static byte @Nullable [] next(DataInputStream in) throws IOException {
    try {
      int length = in.readInt();
      int sum = in.readInt();
      if (length <= 0 || length > MAX_RECORD) {
        // Zeros are what a lack of power leaves where a file was growing.
        return null;
      }
      byte[] record = in.readNBytes(length);
      return record.length == length && sum == sum(record) ? record : null;
    } catch (EOFException e) {
      return null;
    }
  }

  private static int sum(byte[] record) {
    CRC32 sum = new CRC32();
    sum.update(record);
    return (int) sum.getValue();
  }

  @Override
  public void add(FrameResult frame) throws IOException {
    addRecord(
        out -> {
          out.writeLong(frame.index());
          out.writeLong(frame.tracked().time().toNanos());
          out.writeInt(frame.width());
          out.writeInt(frame.height());
          FaceRecords.writeDetected(out, frame.detected());
          FaceRecords.write(out, frame.tracked().faces().stream().map(TrackedFace::face).toList());
        });
  }

  private static FrameResult frame(byte[] record, VideoAnalyzer analyzer) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
    long index = in.readLong();
    Duration time = Duration.ofNanos(in.readLong());
    int width = in.readInt();
    int height = in.readInt();
    List<DetectedFace> detected = FaceRecords.readDetected(in);
    List<Face> faces = FaceRecords.read(in);
    return new FrameResult(
        index,
        width,
        height,
        null,
        detected,
        analyzer.replay(time, width, height, detected, faces));
  }

  private interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private void addRecord(Content content) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    content.writeTo(new DataOutputStream(record));
    byte[] bytes = record.toByteArray();
    ByteBuffer all = ByteBuffer.allocate(bytes.length + 2 * Integer.BYTES);
    write(all.putInt(bytes.length).putInt(sum(bytes)).put(bytes).flip());
  }

  private void write(ByteBuffer left) throws IOException {
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
