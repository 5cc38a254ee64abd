@NullMarked
package io.imgsrch.sinks.postgres;

import org.jspecify.annotations.NullMarked;
