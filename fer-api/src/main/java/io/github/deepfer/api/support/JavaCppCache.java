package io.github.deepfer.api.support;

import io.github.deepfer.api.ProviderException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps JavaCPP from running natives that another user of the machine put there. It unpacks to
 * {@code .javacpp/cache} in the home directory, or where that cannot be written, to a directory of
 * a known name in the temporary directory, and takes what lies there if size and time are right.
 * Thread-safe.
 */
public final class JavaCppCache {
  private static final Logger LOG = LoggerFactory.getLogger(JavaCppCache.class);
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
  private static final String OTHER_PROPERTY = "org.bytedeco.javacpp.cacheDir";
  private static final String PREFIX = "deepfer-javacpp-";

  private static @Nullable Path temporary;

  private JavaCppCache() {}

  /**
   * Loads natives from JavaCPP's directory, or if another user can write to that, from a temporary
   * one. A directory that the system property {@value #PROPERTY} names is taken in any case, with a
   * warning.
   *
   * @param cacheDirectory {@code Loader::getCacheDir}, which settles on a directory for good
   * @param loading what unpacks and loads
   * @throws ProviderException if JavaCPP has settled before, where another user can write
   * @throws Exception if no directory can be written, or as the loading
   */
  public static synchronized void load(
      Callable<File> cacheDirectory, NativeLibraries.Loading loading) throws Exception {
    if (System.getProperty(PROPERTY) != null || System.getProperty(OTHER_PROPERTY) != null) {
      Path named = cacheDirectory.call().toPath();
      if (!PrivateDirectory.isPrivate(named)) {
        LOG.warn(
            "Other users can write to {}, which -D{} names for native libraries; see"
                + " docs/errors.md#native-libraries",
            named,
            PROPERTY);
      }
      loading.load();
    } else if (isChoicePrivate()) {
      cacheDirectory.call();
      loading.load();
    } else {
      Path settled = settleOnTemporary(cacheDirectory);
      loading.load();
      PrivateDirectory.deleteOnExit(settled);
    }
  }

  /** Looks at the first directory that JavaCPP can use: it takes that one. */
  private static boolean isChoicePrivate() throws IOException {
    Path home = Path.of(System.getProperty("user.home", ""));
    Path temp = Path.of(System.getProperty("java.io.tmpdir", ""));
    String user = System.getProperty("user.name");
    IOException failure =
        new IOException("neither the home directory " + home + " nor " + temp + " can be written");
    for (Path choice :
        List.of(home.resolve(".javacpp/cache"), temp.resolve(".javacpp-" + user + "/cache"))) {
      try {
        PrivateDirectory.create(choice);
      } catch (IOException e) {
        failure.addSuppressed(e);
        continue;
      }
      if (Files.isReadable(choice) && Files.isWritable(choice) && Files.isExecutable(choice)) {
        if (PrivateDirectory.isPrivate(choice)) {
          return true;
        }
        LOG.warn(
            "Other users can write to {}, so native libraries are unpacked anew at each start; see"
                + " docs/errors.md#native-libraries",
            choice);
        return false;
      }
    }
    throw failure;
  }

  private static Path settleOnTemporary(Callable<File> cacheDirectory) throws Exception {
    Path own = temporary;
    if (own == null) {
      own = PrivateDirectory.createTemporary(PREFIX).toRealPath();
      temporary = own;
    }
    Path settled;
    System.setProperty(PROPERTY, own.toString());
    try {
      settled = cacheDirectory.call().toPath();
    } finally {
      System.clearProperty(PROPERTY);
    }
    if (!settled.equals(own)) {
      throw new ProviderException(
          "JavaCPP unpacks to "
              + settled
              + ", where other users of this machine can write, and has done so before DeepFER came"
              + " to load anything; name a directory of your own with -D"
              + PROPERTY);
    }
    return own;
  }
}
