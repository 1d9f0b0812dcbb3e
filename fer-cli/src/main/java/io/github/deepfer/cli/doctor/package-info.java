/** The command that says what can run on this machine, and proves it. */
@NullMarked
package io.github.deepfer.cli.doctor;

import org.jspecify.annotations.NullMarked;
