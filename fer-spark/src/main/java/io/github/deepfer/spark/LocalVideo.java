package io.github.deepfer.spark;

import io.github.deepfer.api.ProviderException;
import io.github.deepfer.ffmpeg.VideoReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/** A video that a task reads; FFmpeg reads local files only, so one from elsewhere is copied. */
final class LocalVideo implements AutoCloseable {
  private final VideoReader reader;
  private final @Nullable Path copy;

  private LocalVideo(VideoReader reader, @Nullable Path copy) {
    this.reader = reader;
    this.copy = copy;
  }

  /**
   * Opens a video.
   *
   * @param name a path of any file system that Hadoop knows
   * @throws IOException if it cannot be copied
   * @throws ProviderException if {@code fer-ffmpeg} is missing
   * @throws io.github.deepfer.api.FerException as {@link VideoReader#open(Path)}
   */
  static LocalVideo open(String name, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(name);
    FileSystem files = path.getFileSystem(hadoop);
    if ("file".equals(files.getUri().getScheme())) {
      return new LocalVideo(read(Path.of(path.toUri().getPath())), null);
    }
    // The name tells a video from a picture where the content does not.
    Path copy = Files.createTempFile("deepfer", "-" + path.getName());
    try {
      files.copyToLocalFile(false, path, new org.apache.hadoop.fs.Path(copy.toUri()), true);
      return new LocalVideo(read(copy), copy);
    } catch (FileNotFoundException e) {
      Files.delete(copy);
      throw new FileNotFoundException(name + " does not exist or is a directory; check the path");
    } catch (IOException | RuntimeException e) {
      Files.delete(copy);
      throw e;
    }
  }

  /** Only who has videos needs FFmpeg. */
  private static VideoReader read(Path file) {
    try {
      return VideoReader.open(file);
    } catch (NoClassDefFoundError e) {
      if (!(e.getCause() instanceof ClassNotFoundException missing)) {
        throw e;
      }
      throw new ProviderException(
          "videos need io.github.deepfer:fer-ffmpeg and what it depends on, but "
              + missing.getMessage()
              + " is not on the class path of the executors; name it in --packages or --jars",
          e);
    }
  }

  VideoReader reader() {
    return reader;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    if (copy != null) {
      Files.deleteIfExists(copy);
    }
  }
}
