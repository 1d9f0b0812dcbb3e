package io.github.deepfer.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** What is dragged onto the page from a file manager or from another page. */
class DropTest extends PageTest {
  @Test
  void aFolderIsTakenWithThePicturesInItsFolders() throws IOException {
    Path album = Files.createDirectories(folder.resolve("album/summer")).getParent();
    Files.copy(sample("team.png"), album.resolve("b.png"));
    Files.copy(sample("pair.png"), album.resolve("summer/a.png"));
    Files.writeString(album.resolve("notes.txt"), "not a picture");
    drop(List.of(), List.of(album.toString(), sample("portrait-happy.png").toString()));
    awaitResults(3);
    assertThat(browser.all(".result h2").stream().map(WebElement::getText))
        .containsExactly("a.png", "b.png", "portrait-happy.png");
    assertThat(browser.all(".error")).isEmpty();
  }

  @Test
  void aLinkIsRefusedInWords() {
    drop(List.of(Map.of("mimeType", "text/uri-list", "data", "https://example.org/")), List.of());
    browser.await("an error", () -> !browser.all(".error").isEmpty());
    assertThat(browser.text(".error")).startsWith("What was dropped holds no picture file.");
    assertThat(browser.driver().getCurrentUrl()).startsWith(server.uri().toString());
    browser.assertAccessible();
  }

  @Test
  void aFileThatHasChangedIsNotTakenForAServerThatIsGone() throws IOException {
    Path changing = Files.copy(sample("pair.png"), folder.resolve("changing.png"));
    browser.run(
        """
        document.addEventListener('change', (event) => {
          event.stopImmediatePropagation();
          window.kept = event.target.files[0];
        }, { capture: true, once: true });
        """);
    choose(changing);
    Files.writeString(changing, "another one");
    browser.run(
        """
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(window.kept);
        document.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
        """);
    browser.await("an error", () -> !browser.all(".error").isEmpty());
    assertThat(browser.text(".error"))
        .contains("changing.png cannot be read", "has changed since it was chosen");
  }
}
