using System.Globalization;
using AgentFunctions.Core.Resources;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Resources;

/// <summary>The shipped price list is whole, consistent, and finds the price one means.</summary>
public sealed class ShippedPricesTests(ShippedPrices shipped) : IClassFixture<ShippedPrices>
{
    private static readonly string[] Providers = ["amazon", "anthropic", "cohere", "deepseek", "google", "meta", "mistral", "openai", "xai"];

    [Fact]
    public void Files_OneAProvider_SayWhenAndHowToUpdate()
    {
        Assert.Equal(Providers, ShippedPrices.Files.Select(f => Path.GetFileNameWithoutExtension(f)));
        foreach (var text in ShippedPrices.Files.Select(File.ReadAllText))
        {
            Assert.StartsWith("# ", text, StringComparison.Ordinal);
            Assert.Contains("of 2026-11-25.", text, StringComparison.Ordinal);
            Assert.Contains("# To update:", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Apply_EveryDocument_IsStored()
    {
        var documents = ShippedPrices.Files.Sum(f => File.ReadLines(f).Count(line => line == "---"));
        Assert.Equal(documents, shipped.View.Prices.Count);
        Assert.All(shipped.View.Prices.Values, p => Assert.Contains(p.Id[..p.Id.IndexOf('-', StringComparison.Ordinal)], Providers));
    }

    [Fact]
    public void Prices_SayWhereTheyComeFromAndSinceWhen()
    {
        Assert.All(shipped.View.Prices.Values, p =>
        {
            Assert.Equal("https", p.Spec.Source?.Scheme);
            Assert.NotNull(p.Spec.EffectiveFrom);
            Assert.NotNull(p.Spec.Match);
        });
    }

    [Fact]
    public void Prices_CachedInputInputCacheWriteOutput_AreInThisOrder()
    {
        Assert.All(shipped.View.Prices.Values, p =>
        {
            InOrder(p.Id, p.Spec.CachedInput, p.Spec.Input, p.Spec.CacheWrite, p.Spec.Output);
            Assert.True(p.Spec.Input.PicoDollarsPerToken > 0, p.Id);
            foreach (var tier in p.Spec.Tiers)
            {
                InOrder(p.Id, tier.CachedInput ?? p.Spec.CachedInput, tier.Input ?? p.Spec.Input, tier.CacheWrite ?? p.Spec.CacheWrite, tier.Output ?? p.Spec.Output);
                Assert.True((tier.Input ?? p.Spec.Input).PicoDollarsPerToken > p.Spec.Input.PicoDollarsPerToken, $"{p.Id}: a tier for large inputs costs more");
                Assert.Equal((p.Spec.CachedInput is null, p.Spec.CacheWrite is null), (tier.CachedInput is null, tier.CacheWrite is null));
            }
        });
    }

    /// <summary>Two with one match are one price and its announced successor; they never begin on the same day.</summary>
    [Fact]
    public void Prices_SameMatch_BeginOnDifferentDays()
    {
        Assert.All(shipped.View.Prices.Values.GroupBy(p => (p.Spec.Match, p.Spec.EffectiveFrom)), same => Assert.Single(same));
        Assert.All(shipped.View.Prices.Values.GroupBy(p => p.Spec.Match), same => Assert.Equal(same.Count() - 1, same.Count(p => p.Spec.EffectiveFrom > ShippedPrices.Researched)));
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void ResolvePrice_NameOfADeployment_FindsItsPrice(string deployment, string? id)
    {
        Assert.Equal(id, shipped.View.ResolvePrice(null, deployment)?.Id);
    }

    [Theory]
    [InlineData("gemini-4-argon", "2026-12-01T00:00:00Z", "google-gemini-4-argon-from-2026-12")]
    [InlineData("gemini-4-argon", "2026-11-30T23:59:59Z", "google-gemini-4-argon")]
    [InlineData("gemini-3.8-flash", "2027-01-01T00:00:00Z", "google-gemini-3.8-flash-from-2027")]
    public async Task ResolvePrice_AnnouncedChange_HoldsFromItsDay(string deployment, string now, string id)
    {
        await using var instance = new ControlInstance(time: new FakeTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));
        var view = await ShippedPrices.ApplyAsync(instance);

        Assert.Equal(id, view.ResolvePrice(null, deployment)?.Id);
    }

    public static TheoryData<string, string?> Deployments => new()
    {
        { "gpt-6.2-sol", "openai-gpt-6.2-sol" },
        { "gpt-6.1-sol-2026-09-29", "openai-gpt-6.1-sol" },
        { "gpt-6-luna", "openai-gpt-6-luna" },
        { "gpt-5.6", "openai-gpt-5.6" },
        { "gpt-5.6-terra", "openai-gpt-5.6-terra" },
        { "gpt-5.5-2026-04-23", "openai-gpt-5.5-snapshots" },
        { "gpt-5.4-mini-2026-03-17", "openai-gpt-5.4-mini" },
        { "gpt-5.2-chat-latest", "openai-gpt-5.2-chat" },
        { "gpt-5.1-codex", "openai-gpt-5.1-codex" },
        { "gpt-5.1-codex-mini", "openai-gpt-5.1-codex-mini" },
        { "gpt-5", "openai-gpt-5" },
        { "gpt-5-2025-08-07", "openai-gpt-5-snapshots" },
        { "gpt-5-pro-2025-10-06", "openai-gpt-5-pro" },
        { "gpt-5-nano", "openai-gpt-5-nano" },
        { "gpt-4.1-mini", "openai-gpt-4.1-mini" },
        { "gpt-4.1-mini-2025-04-14", "openai-gpt-4.1-mini" },
        { "gpt-4o", "openai-gpt-4o" },
        { "gpt-4o-2024-11-20", "openai-gpt-4o-snapshots" },
        { "gpt-4o-2024-05-13", "openai-gpt-4o-2024-05-13" },
        { "gpt-4o-mini-2024-07-18", "openai-gpt-4o-mini" },
        { "gpt-4o-mini-audio-preview-2024-12-17", "openai-gpt-4o-mini-audio-preview" },
        { "o1-2024-12-17", "openai-o1-snapshots" },
        { "o1-pro", "openai-o1-pro" },
        { "o3-mini-2025-01-31", "openai-o3-mini" },
        { "o4-mini-deep-research", "openai-o4-mini-deep-research" },
        { "text-embedding-3-small", "openai-text-embedding-3-small" },
        { "claude-opus-4-20250514", "anthropic-claude-opus-4-snapshots" },
        { "claude-opus-4-1-20250805", "anthropic-claude-opus-4-1" },
        { "claude-opus-4-5-20251101", "anthropic-claude-opus-4-5" },
        { "claude-opus-5", "anthropic-claude-opus-5" },
        { "claude-opus-5-5", "anthropic-claude-opus-5-5" },
        { "claude-sonnet-4-5-20250929", "anthropic-claude-sonnet-4-5" },
        { "claude-haiku-5-5", "anthropic-claude-haiku-5-5" },
        { "gemini-4-argon", "google-gemini-4-argon" },
        { "gemini-3.5-flash-lite", "google-gemini-3.5-flash-lite" },
        { "gemini-2.5-pro", "google-gemini-2.5-pro" },
        { "grok-4.20-0309-non-reasoning", "xai-grok-4.20" },
        { "grok-4.7", "xai-grok-4.7" },
        { "deepseek-v4-flash", "deepseek-v4-flash" },
        { "mistral-medium-2604", "mistral-medium-2604" },
        { "command-r7b-12-2024", "cohere-command-r7b-12-2024" },
        { "amazon.nova-lite-v1:0", "amazon-nova-lite" },
        { "muse-spark-1.3", "meta-muse-spark-1.3" },

        // A name that is not in the list has no price, rather than that of a relative.
        { "gpt-4o-audio-preview", null },
        { "gpt-5.7", null },
        { "claude-opus-5-6", null },
        { "gemini-3.1-flash-lite-image", null },
        { "grok-4.7-build-fast", null },
        { "openai/gpt-4.1-mini", null },
        { "sim-small", null },
    };

    private static void InOrder(string id, params TokenPrice?[] ascending)
    {
        // An embedding has no output, so its price of 0 says nothing about the order.
        var declared = ascending.Where(p => p is { PicoDollarsPerToken: > 0 }).Select(p => p!.Value.PicoDollarsPerToken).ToList();
        Assert.True(declared.SequenceEqual(declared.Order()), $"{id}: cached input <= input <= cache write <= output");
    }
}
