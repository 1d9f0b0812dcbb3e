package io.github.deepfer.spark;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.batch.PictureSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A picture of any file system that Hadoop reads, read by the task that analyzes it. */
record HadoopSource(String name, Configuration configuration) implements PictureSource {
  @Override
  public byte[] read(ImageLimits limits) throws IOException {
    Path path = new Path(name);
    FileSystem files = path.getFileSystem(configuration);
    int most = (int) Math.min(limits.maxBytes(), Integer.MAX_VALUE - 16);
    try (InputStream stream = files.open(path)) {
      byte[] bytes = stream.readNBytes(most);
      if (bytes.length == most && stream.read() >= 0) {
        throw new ImageTooLargeException(
            name + " has more than " + most + " bytes, the limit of a picture");
      }
      return bytes;
    } catch (FileNotFoundException e) {
      throw new ImageException(name + " does not exist or is a directory; check the path", e);
    }
  }
}
