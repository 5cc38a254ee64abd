/** What a picture costs, measured with JMH. */
@NullMarked
package io.imgsrch.bench;

import org.jspecify.annotations.NullMarked;
