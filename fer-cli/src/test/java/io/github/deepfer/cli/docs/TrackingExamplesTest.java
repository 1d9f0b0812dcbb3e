package io.github.deepfer.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.video.LiveStatistics;
import io.github.deepfer.api.video.TrackEvent;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.testkit.SampleFilm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackingExamplesTest {
  @TempDir Path folder;

  @Test
  void theDocumentShowsTheCodeThatIsTested() throws Exception {
    String code =
        Files.readString(Path.of("src/test/java/io/github/deepfer/cli/docs/TrackingExamples.java"));
    List<String> tested = new ArrayList<>();
    Matcher examples =
        Pattern.compile("(?s) // example \\w+\n(.*?)\n *// end\n").matcher(code.replace("\r", ""));
    while (examples.find()) {
      tested.add(examples.group(1).stripIndent() + "\n");
    }
    List<String> shown = new ArrayList<>();
    Matcher blocks =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(Files.readString(Path.of("../docs/tracking.md")).replace("\r", ""));
    while (blocks.find()) {
      shown.add(blocks.group(1));
    }
    assertThat(shown).hasSize(2).isEqualTo(tested);
  }

  @Test
  void aFilmTellsWhoComesAndWhatTheyShow() {
    List<TrackEvent> events = new ArrayList<>();
    TrackingExamples.film(film(), events::add);
    assertThat(events)
        .filteredOn(event -> event instanceof TrackEvent.Started)
        .extracting(TrackEvent::id)
        .containsExactly(1L, 2L);
  }

  @Test
  void aLiveStreamIsShown() throws Exception {
    Path film = film();
    List<Image> shown = new CopyOnWriteArrayList<>();
    LiveStatistics statistics = TrackingExamples.live(() -> VideoReader.open(film), shown::add);
    assertThat(shown).hasSize((int) statistics.analyzed()).isNotEmpty();
    assertThat(statistics.captured()).isEqualTo(statistics.analyzed() + statistics.dropped());
  }

  private Path film() {
    SampleFilm sample = SampleFilm.of(320, 240);
    Path file = folder.resolve("film.mp4");
    try (VideoWriter writer =
        VideoWriter.open(file, sample.width(), sample.height(), SampleFilm.FRAME_RATE)) {
      for (int i = 0; i < SampleFilm.FRAME_RATE; i++) {
        Duration time = Duration.ofSeconds(1).multipliedBy(i).dividedBy(SampleFilm.FRAME_RATE);
        writer.write(sample.frameAt(time), time);
      }
    }
    return file;
  }
}
