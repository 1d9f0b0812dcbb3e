package io.github.deepfer.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.deepfer.api.ProviderException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for JavaCPP that chooses its directory as JavaCPP does. */
@DisabledOnOs(OS.WINDOWS)
class JavaCppCacheTest {
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  @TempDir Path folder;
  private final Map<String, String> before = new HashMap<>();
  private final List<Path> loadedFrom = new ArrayList<>();
  private Path home;
  private Path temp;

  @BeforeEach
  void setUp() throws IOException {
    assumeTrue(PrivateDirectory.isPrivate(folder), "temporary directory that others can write");
    home = Files.createDirectory(folder.resolve("home"));
    temp = Files.createDirectory(folder.resolve("tmp"));
    for (String name : List.of("user.home", "java.io.tmpdir")) {
      before.put(name, System.getProperty(name));
    }
    System.setProperty("user.home", home.toString());
    System.setProperty("java.io.tmpdir", temp.toString());
  }

  @AfterEach
  void restoreProperties() {
    before.forEach(System::setProperty);
    System.clearProperty(PROPERTY);
  }

  @Test
  void leavesJavaCppItsDirectoryInTheHome() throws Exception {
    load(new JavaCpp());
    assertThat(loadedFrom).containsExactly(home.resolve(".javacpp/cache"));
  }

  @Test
  void leavesJavaCppItsDirectoryInTheTemporaryOneIfThatIsPrivate() throws Exception {
    makeUnusable(home);
    load(new JavaCpp());
    assertThat(loadedFrom).containsExactly(temporaryCache());
  }

  @Test
  void takesAnotherDirectoryIfOthersCanWriteThere() throws Exception {
    makeUnusable(home);
    Path prepared = Files.createDirectories(temporaryCache());
    Files.setAttribute(prepared, "unix:mode", 0777);
    load(new JavaCpp());
    assertThat(loadedFrom).hasSize(1);
    assertThat(loadedFrom.get(0)).isNotEqualTo(prepared);
    assertThat(PrivateDirectory.isPrivate(loadedFrom.get(0))).isTrue();
    assertThat(System.getProperty(PROPERTY)).isNull();
  }

  @Test
  void takesAnotherDirectoryIfTheHomeIsOpenToAll() throws Exception {
    Files.setAttribute(home, "unix:mode", 0777);
    load(new JavaCpp());
    assertThat(loadedFrom).hasSize(1);
    assertThat(loadedFrom.get(0).startsWith(home)).isFalse();
  }

  /** As for a user without an entry in the system's list. */
  @Test
  void makesNoHomeInTheCurrentDirectory() throws Exception {
    System.setProperty("user.home", "?");
    JavaCpp javaCpp = new JavaCpp();
    JavaCppCache.load(home, javaCpp, () -> loadedFrom.add(javaCpp.call().toPath()));
    assertThat(loadedFrom).containsExactly(home.resolve(".javacpp/cache"));
    assertThat(Path.of("?")).doesNotExist();
  }

  /** Else another user could lay the link elsewhere after the look. */
  @Test
  void followsNoLinkLater() throws Exception {
    makeUnusable(home);
    Path target = Files.createDirectories(folder.resolve("target/cache")).getParent();
    Path link = Files.createSymbolicLink(temporaryCache().getParent(), target);
    Path other = Files.createDirectories(folder.resolve("other/cache")).getParent();
    JavaCpp javaCpp = new JavaCpp();
    JavaCppCache.load(
        () -> {
          Files.delete(link);
          Files.createSymbolicLink(link, other);
          return javaCpp.call();
        },
        () -> loadedFrom.add(javaCpp.call().toPath()));
    assertThat(loadedFrom).containsExactly(target.resolve("cache"));
  }

  @Test
  void refusesWhatJavaCppSettledOnBefore() throws Exception {
    Files.setAttribute(home, "unix:mode", 0777);
    JavaCpp javaCpp = new JavaCpp();
    Path settled = javaCpp.call().toPath();
    assertThatThrownBy(() -> load(javaCpp))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(settled.toString())
        .hasMessageContaining("-D" + PROPERTY);
    assertThat(loadedFrom).isEmpty();
  }

  @Test
  void takesTheDirectoryThatIsNamed() throws Exception {
    Path named = Files.createDirectory(folder.resolve("named"));
    Files.setAttribute(named, "unix:mode", 0777);
    System.setProperty(PROPERTY, named.toString());
    load(new JavaCpp());
    assertThat(loadedFrom).containsExactly(named);
    assertThat(System.getProperty(PROPERTY)).isEqualTo(named.toString());
  }

  @Test
  void namesBothWhereNeitherCanBeWritten() throws Exception {
    makeUnusable(home);
    makeUnusable(temp);
    assertThatThrownBy(() -> load(new JavaCpp()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(home.toString())
        .hasMessageContaining(temp.toString());
  }

  private void load(JavaCpp javaCpp) throws Exception {
    JavaCppCache.load(javaCpp, () -> loadedFrom.add(javaCpp.call().toPath()));
  }

  private Path temporaryCache() {
    return temp.resolve(".javacpp-" + System.getProperty("user.name")).resolve("cache");
  }

  /** Not even root can make a directory below a file. */
  private static void makeUnusable(Path directory) throws IOException {
    Files.delete(directory);
    Files.createFile(directory);
  }

  private static final class JavaCpp implements Callable<File> {
    private File settled;

    @Override
    public File call() throws IOException {
      String user = System.getProperty("user.name");
      String[] names = {
        System.getProperty(PROPERTY),
        System.getProperty("user.home") + "/.javacpp/cache/",
        System.getProperty("java.io.tmpdir") + "/.javacpp-" + user + "/cache/"
      };
      for (String name : names) {
        if (settled == null && name != null) {
          File file = new File(name);
          settled = file.exists() || file.mkdirs() ? file.getCanonicalFile() : null;
        }
      }
      return settled;
    }
  }
}
