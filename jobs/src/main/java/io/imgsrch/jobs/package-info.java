/** The five jobs: topologies that read like the picture in the README, and their command line. */
@NullMarked
package io.imgsrch.jobs;

import org.jspecify.annotations.NullMarked;
