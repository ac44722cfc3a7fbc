# Compiles our own C, which does what the builder and the JDK's libraries expect of libraries that no registry has.
#
#   JDK       for its JNI headers
#   C         our sources
#   WORK      where objects go
#   OUT       where the libraries for images go, after the JDK's are there
#   BUILDER   where the builder's own library goes

CFLAGS := -std=gnu11 -O2 -fPIC -Wall -Wextra -Werror -Wno-unused-parameter -ffunction-sections -fdata-sections \
  -I$(C)/include -I$(JDK)/include -I$(JDK)/include/linux

all: $(OUT)/liblibchelper.a $(OUT)/libjvm.a $(OUT)/libsvm_container.a $(BUILDER)/libreporterchelper.so headers zlib

objects = $(patsubst $(C)/%.c,$(WORK)/%.o,$(wildcard $(C)/$(1)/*.c))

$(OUT)/liblibchelper.a: $(call objects,libchelper)
$(OUT)/libsvm_container.a: $(call objects,libsvm_container)
$(OUT)/libjvm.a: $(call objects,libjvm) $(WORK)/libjvm/stubs.o

$(OUT)/%.a:
	@mkdir -p $(@D)
	rm -f $@
	$(AR) crs $@ $^

$(WORK)/%.o: $(C)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

# Every other function of the JVM that the JDK's libraries name: it says its name, and ends the process.
$(WORK)/libjvm/stubs.c: $(call objects,libjvm) $(wildcard $(OUT)/*.a)
	@mkdir -p $(@D)
	nm -g $(filter %.a,$^) 2>/dev/null | awk '$$1 == "U" && $$2 ~ /^(JVM|jio)_/ {print $$2}' | sort -u >$(@D)/needed
	nm -g $(filter %.o,$^) | awk '$$2 == "T" {print $$3}' | sort -u >$(@D)/written
	{ printf '#include <stdio.h>\n#include <stdlib.h>\n'; \
	  comm -23 $(@D)/needed $(@D)/written | sed 's/.*/void &(void) { fputs("& is not in native images\\n", stderr); abort(); }/'; } >$@

$(WORK)/libjvm/stubs.o: $(WORK)/libjvm/stubs.c
	$(CC) $(CFLAGS) -c -o $@ $<

$(BUILDER)/libreporterchelper.so: $(wildcard $(C)/reporter/*.c)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -shared -o $@ $^

# The builder compiles questions about these, to learn sizes and offsets.
headers: $(wildcard $(C)/include/*.h)
	@mkdir -p $(OUT)/include
	cp $^ $(OUT)/include/

# Debian's sources of the JDK are without zlib. The machine's static one comes first on the linker's path here, so that
# executables do not need the shared one.
zlib:
	@mkdir -p $(OUT)
	cp "$$($(CC) -print-file-name=libz.a)" $(OUT)/libz.a

.PHONY: all headers zlib
