/** The command that sums up tables of faces. */
@NullMarked
package io.github.deepfer.cli.summarize;

import org.jspecify.annotations.NullMarked;
