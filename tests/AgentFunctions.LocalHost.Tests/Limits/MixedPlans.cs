namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Calls of every kind, drawn from a seed.</summary>
internal static class MixedPlans
{
    private static readonly string[] Words = ["the", " answer", " is", " forty", "-two", ", déjà vu", " 日本語", " and", " 12345", " so on", ".", " 😀"];

    public static PlannedCall Draw(int number, Random random)
    {
        var plan = new PlannedCall(number)
        {
            Prompt = Text(random, 1 + random.Next(60)),
            Pieces = [.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => Text(random, 1))],
            MaxTokens = 20 + random.Next(200),
            Choices = random.Next(4) == 0 ? 1 + random.Next(4) : 1,
            IsStream = random.Next(2) == 0,
            AsksForUsage = random.Next(2) == 0,
            Failures = random.Next(8) == 0 ? 1 + random.Next(2) : 0,
        };
        plan = random.Next(100) switch
        {
            < 35 => plan,
            < 50 => plan with { Surface = PlannedSurface.Responses, Choices = 1 },
            < 60 => plan with { Surface = PlannedSurface.Embeddings, Choices = 1, IsStream = false },
            < 72 => plan with { IsStream = true, LetsGoAfter = 1 + random.Next(plan.Pieces.Count) },
            < 78 => plan with { IsStream = true, Choices = 1, RacesAfter = 1 + random.Next(plan.Pieces.Count) },
            < 81 => plan with { IsStream = true, FallsSilentAfter = random.Next(plan.Pieces.Count), Failures = 0, IsHasty = true },
            < 83 => plan with { IsStream = false, FallsSilentAfter = 0, Failures = 0, IsHasty = true },
            < 88 => plan with { Failures = 0, BreaksFirst = true },
            _ => plan with { IsSilentOnUsage = true },
        };
        return plan.IsCounted ? plan : plan with { Tokens = Tokens(plan, random) };
    }

    /// <summary>Never beyond what the call could come to: no more input than it has bytes, no more output than it allows.</summary>
    private static PlannedTokens Tokens(PlannedCall plan, Random random)
    {
        var input = 1 + random.Next(plan.Prompt.Length);
        var output = plan.Surface == PlannedSurface.Embeddings ? 0 : 1 + random.Next(plan.MaxTokens * plan.Choices);
        var (cached, written) = Split(input, random);
        var sound = plan.Surface == PlannedSurface.Chat && random.Next(4) == 0 ? random.Next(input - cached - written + 1) : 0;
        var reasoning = plan.Surface != PlannedSurface.Embeddings && random.Next(2) == 0 ? random.Next(output + 1) : 0;
        var voice = plan.Surface == PlannedSurface.Chat && random.Next(4) == 0 ? random.Next(output - reasoning + 1) : 0;
        return plan.Surface == PlannedSurface.Embeddings ? PlannedTokens.Plain(input, 0) : new PlannedTokens(input, cached, written, sound, output, reasoning, voice);
    }

    private static (int Cached, int Written) Split(int input, Random random)
    {
        var cached = random.Next(2) == 0 ? random.Next(input + 1) : 0;
        return (cached, random.Next(4) == 0 ? random.Next(input - cached + 1) : 0);
    }

    private static string Text(Random random, int words) => string.Concat(Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));
}
