/** Reading and writing video files with FFmpeg. */
module io.github.deepfer.ffmpeg {
  requires transitive io.github.deepfer.api;
  requires static org.jspecify;
  requires org.bytedeco.ffmpeg;

  exports io.github.deepfer.ffmpeg;
}
