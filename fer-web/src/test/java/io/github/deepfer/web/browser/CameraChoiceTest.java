package io.github.deepfer.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The live tab of a machine with two cameras. */
@Tag("browser")
class CameraChoiceTest {
  @TempDir private static Path folder;

  @Test
  void theOtherCameraCanBeChosen() throws IOException {
    try (Browser browser =
            Browser.open(
                folder,
                "--use-fake-device-for-media-stream=device-count=2",
                "--use-fake-ui-for-media-stream");
        Pipeline pipeline = Pipeline.create();
        WebServer server = WebServer.builder(pipeline).start()) {
      browser.show(server.uri().toString());
      browser.find("#tab-live").click();
      browser.find("#start").click();
      browser.await("the choice", () -> browser.find("#cameras").isDisplayed());
      List<WebElement> cameras = browser.all("#camera option");
      assertThat(cameras).hasSize(2);
      WebElement first = cameras.stream().filter(WebElement::isSelected).findFirst().orElseThrow();
      assertThat(deviceInUse(browser)).isEqualTo(first.getDomAttribute("value"));
      WebElement second =
          cameras.stream().filter(each -> !each.isSelected()).findFirst().orElseThrow();
      String other = second.getDomAttribute("value");
      second.click();
      browser.await("the other camera", () -> other.equals(deviceInUse(browser)));
      browser.await("its frames", () -> browser.text("#rate").matches("\\d+\\.\\d / s"));
      assertThat(browser.find("#camera").getDomProperty("value")).isEqualTo(other);
      assertThat(browser.text("#live-error")).isEmpty();
      browser.assertAccessible();
      browser.shoot("live-cameras");
    }
  }

  private static Object deviceInUse(Browser browser) {
    return browser.run(
        "return document.getElementById('video').srcObject"
            + "?.getVideoTracks()[0].getSettings().deviceId");
  }
}
