/** The command line. */
@NullMarked
package io.imgsrch.local.cli;

import org.jspecify.annotations.NullMarked;
