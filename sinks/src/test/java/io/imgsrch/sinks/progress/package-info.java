@NullMarked
package io.imgsrch.sinks.progress;

import org.jspecify.annotations.NullMarked;
