package io.github.deepfer.spark;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.batch.PictureSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Pictures of any file system that Hadoop reads, read by the task that analyzes them. */
final class HadoopPictures {
  private HadoopPictures() {}

  static PictureSource of(String name, Configuration configuration) {
    return PictureSource.ofStream(name, () -> open(name, configuration));
  }

  private static InputStream open(String name, Configuration configuration) throws IOException {
    Path path = new Path(name);
    try {
      return path.getFileSystem(configuration).open(path);
    } catch (FileNotFoundException e) {
      throw new ImageException(name + " does not exist or is a directory; check the path", e);
    }
  }
}
