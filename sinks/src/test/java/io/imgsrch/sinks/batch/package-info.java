@NullMarked
package io.imgsrch.sinks.batch;

import org.jspecify.annotations.NullMarked;
