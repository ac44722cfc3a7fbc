/* AMD64LibCHelper: what this processor can do, and whether that is enough for the image. */
#include <cpuid.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amd64cpufeatures.h"

enum cpuid_register { EAX, EBX, ECX, EDX };

/* What the operating system must save at a switch of threads, for a feature to be of use: bits of XCR0. */
enum state {
  NONE = 0,
  AVX_STATE = 0x06,
  AVX512_STATE = 0xe6,
  APX_STATE = 1 << 19,
};

/* Where CPUID tells of a feature: Intel's manual volume 2A, AMD's volume 3. Ordered by leaf, so that each is asked once. */
struct feature {
  const char *name;
  size_t offset;
  uint32_t leaf;
  uint32_t subleaf;
  enum cpuid_register reg;
  int bit;
  enum state state;
};

#define FEATURE(name, leaf, subleaf, reg, bit, state) \
  {#name, offsetof(CPUFeatures, f##name), leaf, subleaf, reg, bit, state}

static const struct feature FEATURES[] = {
    FEATURE(TSC, 1, 0, EDX, 4, NONE),
    FEATURE(CX8, 1, 0, EDX, 8, NONE),
    FEATURE(CMOV, 1, 0, EDX, 15, NONE),
    FEATURE(FLUSH, 1, 0, EDX, 19, NONE),
    FEATURE(MMX, 1, 0, EDX, 23, NONE),
    FEATURE(FXSR, 1, 0, EDX, 24, NONE),
    FEATURE(SSE, 1, 0, EDX, 25, NONE),
    FEATURE(SSE2, 1, 0, EDX, 26, NONE),
    FEATURE(HT, 1, 0, EDX, 28, NONE),
    FEATURE(SSE3, 1, 0, ECX, 0, NONE),
    FEATURE(CLMUL, 1, 0, ECX, 1, NONE),
    FEATURE(SSSE3, 1, 0, ECX, 9, NONE),
    FEATURE(FMA, 1, 0, ECX, 12, AVX_STATE),
    FEATURE(SSE4_1, 1, 0, ECX, 19, NONE),
    FEATURE(SSE4_2, 1, 0, ECX, 20, NONE),
    FEATURE(POPCNT, 1, 0, ECX, 23, NONE),
    FEATURE(AES, 1, 0, ECX, 25, NONE),
    FEATURE(AVX, 1, 0, ECX, 28, AVX_STATE),
    FEATURE(VZEROUPPER, 1, 0, ECX, 28, AVX_STATE),
    FEATURE(F16C, 1, 0, ECX, 29, AVX_STATE),
    FEATURE(HV, 1, 0, ECX, 31, NONE),
    FEATURE(BMI1, 7, 0, EBX, 3, NONE),
    FEATURE(AVX2, 7, 0, EBX, 5, AVX_STATE),
    FEATURE(BMI2, 7, 0, EBX, 8, NONE),
    FEATURE(ERMS, 7, 0, EBX, 9, NONE),
    FEATURE(RTM, 7, 0, EBX, 11, NONE),
    FEATURE(AVX512F, 7, 0, EBX, 16, AVX512_STATE),
    FEATURE(AVX512DQ, 7, 0, EBX, 17, AVX512_STATE),
    FEATURE(ADX, 7, 0, EBX, 19, NONE),
    FEATURE(AVX512_IFMA, 7, 0, EBX, 21, AVX512_STATE),
    FEATURE(FLUSHOPT, 7, 0, EBX, 23, NONE),
    FEATURE(CLWB, 7, 0, EBX, 24, NONE),
    FEATURE(AVX512PF, 7, 0, EBX, 26, AVX512_STATE),
    FEATURE(AVX512ER, 7, 0, EBX, 27, AVX512_STATE),
    FEATURE(AVX512CD, 7, 0, EBX, 28, AVX512_STATE),
    FEATURE(SHA, 7, 0, EBX, 29, NONE),
    FEATURE(AVX512BW, 7, 0, EBX, 30, AVX512_STATE),
    FEATURE(AVX512VL, 7, 0, EBX, 31, AVX512_STATE),
    FEATURE(AVX512_VBMI, 7, 0, ECX, 1, AVX512_STATE),
    FEATURE(PKU, 7, 0, ECX, 3, NONE),
    FEATURE(OSPKE, 7, 0, ECX, 4, NONE),
    FEATURE(AVX512_VBMI2, 7, 0, ECX, 6, AVX512_STATE),
    FEATURE(CET_SS, 7, 0, ECX, 7, NONE),
    FEATURE(GFNI, 7, 0, ECX, 8, NONE),
    FEATURE(AVX512_VAES, 7, 0, ECX, 9, AVX512_STATE),
    FEATURE(AVX512_VPCLMULQDQ, 7, 0, ECX, 10, AVX512_STATE),
    FEATURE(AVX512_VNNI, 7, 0, ECX, 11, AVX512_STATE),
    FEATURE(AVX512_BITALG, 7, 0, ECX, 12, AVX512_STATE),
    FEATURE(AVX512_VPOPCNTDQ, 7, 0, ECX, 14, AVX512_STATE),
    FEATURE(RDPID, 7, 0, ECX, 22, NONE),
    FEATURE(FSRM, 7, 0, EDX, 4, NONE),
    FEATURE(SERIALIZE, 7, 0, EDX, 14, NONE),
    FEATURE(CET_IBT, 7, 0, EDX, 20, NONE),
    FEATURE(AVX512_FP16, 7, 0, EDX, 23, AVX512_STATE),
    FEATURE(SHA512, 7, 1, EAX, 0, AVX_STATE),
    FEATURE(AVX_IFMA, 7, 1, EAX, 23, AVX_STATE),
    FEATURE(APX_F, 7, 1, EDX, 21, APX_STATE),
    FEATURE(LZCNT, 0x80000001, 0, ECX, 5, NONE),
    FEATURE(SSE4A, 0x80000001, 0, ECX, 6, NONE),
    FEATURE(AMD_3DNOW_PREFETCH, 0x80000001, 0, ECX, 8, NONE),
    FEATURE(RDTSCP, 0x80000001, 0, EDX, 27, NONE),
    FEATURE(TSCINV, 0x80000007, 0, EDX, 8, NONE),
    FEATURE(TSCINV_BIT, 0x80000007, 0, EDX, 8, NONE),
};
#define FEATURE_COUNT (sizeof FEATURES / sizeof *FEATURES)

static bool has_bit(uint32_t value, int bit) {
  return (value >> bit) & 1;
}

/* CPUID's answer; zeros for a leaf that this processor does not know. */
static void ask(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]) {
  memset(registers, 0, 4 * sizeof *registers);
  if (__get_cpuid_max(leaf & 0x80000000u, NULL) >= leaf) {
    __cpuid_count(leaf, subleaf, registers[EAX], registers[EBX], registers[ECX], registers[EDX]);
  }
}

/* XCR0: which registers the operating system saves; none if it does not use XSAVE. */
static uint64_t saved_state(void) {
  uint32_t registers[4];
  ask(1, 0, registers);
  if (!has_bit(registers[ECX], 27)) {
    return 0;
  }
  uint32_t low;
  uint32_t high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

/* AVX10 has a version instead of bits (leaf 0x24), where leaf 7.1 says that it is there at all. */
static void determine_avx10(CPUFeatures *features) {
  uint32_t registers[4];
  ask(7, 1, registers);
  if (!features->fAVX512F || !has_bit(registers[EDX], 19)) {
    return;
  }
  ask(0x24, 0, registers);
  uint32_t version = registers[EBX] & 0xff;
  features->fAVX10_1 = version >= 1;
  features->fAVX10_2 = version >= 2;
}

/* AMD64LibCHelper.determineCPUFeatures: of the machine that builds (-march=native), and of the one that runs the image. */
void determineCPUFeatures(CPUFeatures *features) {
  memset(features, 0, sizeof *features);
  uint64_t saved = saved_state();
  uint32_t registers[4];
  for (size_t i = 0; i < FEATURE_COUNT; i++) {
    const struct feature *feature = &FEATURES[i];
    if (i == 0 || feature->leaf != FEATURES[i - 1].leaf || feature->subleaf != FEATURES[i - 1].subleaf) {
      ask(feature->leaf, feature->subleaf, registers);
    }
    bool usable = (saved & feature->state) == feature->state;
    ((unsigned char *)features)[feature->offset] = usable && has_bit(registers[feature->reg], feature->bit);
  }
  determine_avx10(features);
}

/* The image's mask has a zero bit where it needs a feature, and ones everywhere else. */
static bool lacks(const CPUFeatures *features, const unsigned char *mask, size_t offset) {
  return (((const unsigned char *)features)[offset] | mask[offset]) != 0xff;
}

/* AMD64LibCHelper.checkCPUFeatures: 0 if this processor has all that the image was compiled for. */
int checkCPUFeatures(const unsigned char *mask) {
  CPUFeatures features;
  determineCPUFeatures(&features);
  for (size_t offset = 0; offset < sizeof features; offset++) {
    if (lacks(&features, mask, offset)) {
      return 1;
    }
  }
  return 0;
}

/* AMD64LibCHelper.checkCPUFeaturesOrExit: at the start of an executable. The image's own message names everything that it
   needs, over two lines; this one names what is missing here. */
int checkCPUFeaturesOrExit(const unsigned char *mask, const char *message) {
  if (checkCPUFeatures(mask) == 0) {
    return 0;
  }
  CPUFeatures features;
  determineCPUFeatures(&features);
  fputs("this executable needs a newer processor, or to be built with -march=compatibility; missing here:", stderr);
  for (size_t i = 0; i < FEATURE_COUNT; i++) {
    if (lacks(&features, mask, FEATURES[i].offset)) {
      fprintf(stderr, " %s", FEATURES[i].name);
    }
  }
  fputs("\n", stderr);
  exit(1);
}
