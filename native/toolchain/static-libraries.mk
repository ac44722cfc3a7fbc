# Compiles the JDK's native code into the static libraries that native executables are linked with.
#
#   JDK           the JDK that runs javac, and has the headers that its own build generated
#   JDK_VERSION   what it says of itself
#   SOURCE        the JDK's sources
#   WORK          where objects and headers go
#   OUT           where the libraries go

modules := java.base java.management java.prefs java.rmi jdk.attach jdk.management jdk.management.agent jdk.net jdk.security.auth
systems := share unix linux

# STATIC_BUILD makes each library's JNI_OnLoad carry the library's name, so that all of them can be in one executable.
CFLAGS := -std=gnu11 -O2 -g0 -w -fPIC -fno-strict-aliasing -fno-omit-frame-pointer -fvisibility=hidden \
  -ffunction-sections -fdata-sections \
  -D_GNU_SOURCE -D_REENTRANT -D_LARGEFILE64_SOURCE -D_FILE_OFFSET_BITS=64 -DLINUX -DNDEBUG -D_LP64=1 \
  -Damd64 -DARCH='"amd64"' -DARCHPROPNAME='"amd64"' -DSTATIC_BUILD=1

all:

# ---- JNI headers, of the classes that have native methods, or constants for native code ------------------------------

headers := $(foreach module,$(modules),$(WORK)/headers/$(module).done)

$(WORK)/headers/%.done:
	mkdir -p $(@D) $(WORK)/classes
	roots="$(wildcard $(foreach system,$(systems),$(SOURCE)/src/$*/$(system)/classes))"; \
	grep -rlE '(\bnative\b.*[(;]|@Native\b)' --include='*.java' $$roots >$(@:.done=.sources); \
	$(JDK)/bin/javac -J-Xmx1g -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -nowarn -proc:none -implicit:none \
	  -XDignore.symbol.file -encoding UTF-8 --patch-module $*=$$(echo $$roots | tr ' ' ':') \
	  -h $(@D) -d $(WORK)/classes @$(@:.done=.sources)
	touch $@

# ---- libraries -------------------------------------------------------------------------------------------------------

# native MODULE,DIRECTORIES: those that there are, of all systems that Linux is one of
native = $(foreach directory,$(2),$(foreach system,$(systems),$(wildcard $(SOURCE)/src/$(1)/$(system)/native/$(directory))))

common_includes := $(addprefix -I,$(WORK)/headers $(call native,java.base,include libjava) \
  $(SOURCE)/src/hotspot/share/include $(SOURCE)/src/hotspot/os/posix/include) -idirafter $(JDK)/include

# library NAME,MODULE,DIRECTORIES,FLAGS,DIRECTORIES OF java.base TO INCLUDE FROM
define library
objects := $$(foreach source,$$(wildcard $$(addsuffix /*.c,$$(call native,$(2),$(3)))),$$(call object_of,$(1),$$(source)))
$$(foreach source,$$(wildcard $$(addsuffix /*.c,$$(call native,$(2),$(3)))),$$(eval $$(call object_of,$(1),$$(source)): $$(source)))
$$(objects): flags := -DLIBRARY_NAME=$(1) $(4) $$(addprefix -I,$$(call native,$(2),$(3)) $$(call native,java.base,$(5)))
$$(objects): $$(headers)
$(OUT)/lib$(1).a: $$(objects)
all: $(OUT)/lib$(1).a
endef
object_of = $(WORK)/$(1)/$(notdir $(2:.c=.o))

# The version is what the JDK would check its spawn helper by; images have none, they spawn directly.
$(eval $(call library,java,java.base,libjava,-DVERSION_STRING='"$(JDK_VERSION)"'))
$(eval $(call library,net,java.base,libnet))
$(eval $(call library,nio,java.base,libnio libnio/ch libnio/fs,,libnet))
$(eval $(call library,zip,java.base,libzip,-DUSE_MMAP))
$(eval $(call library,extnet,jdk.net,libextnet,,libnet))
$(eval $(call library,management,java.management,libmanagement))
$(eval $(call library,management_ext,jdk.management,libmanagement_ext))
$(eval $(call library,management_agent,jdk.management.agent,libmanagement_agent))
$(eval $(call library,prefs,java.prefs,libprefs))
$(eval $(call library,rmi,java.rmi,librmi))
$(eval $(call library,jaas,jdk.security.auth,libjaas))
$(eval $(call library,attach,jdk.attach,libattach))

$(WORK)/%.o:
	mkdir -p $(@D)
	$(CC) $(CFLAGS) $(flags) $(common_includes) -c -o $@ $<

$(OUT)/%.a:
	mkdir -p $(@D)
	rm -f $@
	$(AR) crs $@ $^

.PHONY: all
