/** Reading and writing video files with FFmpeg. */
module io.github.deepfer.ffmpeg {
  requires transitive io.github.deepfer.api;
  requires org.bytedeco.ffmpeg;
  requires org.slf4j;

  exports io.github.deepfer.ffmpeg;
}
