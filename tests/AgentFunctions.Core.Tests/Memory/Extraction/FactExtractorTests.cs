using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Extraction;

namespace AgentFunctions.Core.Tests.Memory.Extraction;

public sealed class FactExtractorTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 11, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("My home city is Oslo.", ExtractedKind.Statement, "Ada", "home city", "Oslo")]
    [InlineData("Anna's manager is Eve Long, since last year.", ExtractedKind.Statement, "Anna", "manager", "Eve Long")]
    [InlineData("The port of the gateway is 8080.", ExtractedKind.Statement, "the gateway", "port", "8080")]
    [InlineData("I've moved to Bergen because of work", ExtractedKind.Statement, "Ada", "home", "Bergen")]
    [InlineData("I work for Contoso.", ExtractedKind.Statement, "Ada", "employer", "Contoso")]
    [InlineData("I'm allergic to peanuts!", ExtractedKind.Statement, "Ada", "allergy", "peanuts")]
    [InlineData("My favourite colour is green.", ExtractedKind.Preference, "Ada", "favourite colour", "green")]
    [InlineData("I really like sourdough bread.", ExtractedKind.Preference, "Ada", "likes", "sourdough bread")]
    [InlineData("I can’t stand olives.", ExtractedKind.Preference, "Ada", "dislikes", "olives")]
    [InlineData("I prefer tea, but only green", ExtractedKind.Preference, "Ada", "prefers", "tea")]
    [InlineData("We decided to ship on Monday.", ExtractedKind.Decision, "Ada", "decision", "ship on Monday")]
    [InlineData("Decision: keep SQLite", ExtractedKind.Decision, "Ada", "decision", "keep SQLite")]
    [InlineData("Let's go with the second offer.", ExtractedKind.Decision, "Ada", "decision", "the second offer")]
    public void Extract_Sentence_GivesTheFact(string text, ExtractedKind kind, string subject, string attribute, string value)
    {
        var fact = Assert.Single(Extract(text));
        Assert.Equal((kind, subject, attribute, value), (fact.Kind, fact.Subject, fact.Attribute, fact.Value));
    }

    [Theory]
    [InlineData("I like dark chocolate and I am allergic to nuts.", "likes=dark chocolate", "allergy=nuts")]
    [InlineData("I live in Lisbon and my favourite colour is green.", "home=Lisbon", "favourite colour=green")]
    [InlineData("I work at Acme as an engineer, my home city is Oslo, but I don't like olives.", "employer=Acme", "home city=Oslo", "dislikes=olives")]
    [InlineData("I like bread and butter.", "likes=bread and butter")]
    [InlineData("I work for Contoso as their lawyer.", "employer=Contoso")]
    [InlineData("I like tea, and if I could I had more.")]
    [InlineData("If I moved, my city is Rome and I like it.")]
    public void Extract_SentenceOfSeveralClauses_GivesAFactOfEach(string text, params string[] facts) => Assert.Equal(facts, Extract(text).Select(static fact => $"{fact.Attribute}={fact.Value}"));

    [Fact]
    public void Extract_Clauses_AreTheTextsOfTheirFacts() =>
        Assert.Equal(["I like dark chocolate", "I am allergic to nuts."], Extract("I like dark chocolate and I am allergic to nuts.").Select(static fact => fact.Text));

    [Theory]
    [InlineData("Is my home city Oslo?")]
    [InlineData("If my home city is Oslo, I win.")]
    [InlineData("Maybe my boss is Eve.")]
    [InlineData("I would like a house.")]
    [InlineData("My home city is not Oslo.")]
    [InlineData("Good morning to you all.")]
    [InlineData("")]
    public void Extract_WhatIsNotSaidToBeSo_GivesNothing(string text) => Assert.Empty(Extract(text));

    [Theory]
    [InlineData("My appointment is yesterday.", "2026-03-10")]
    [InlineData("My start date is 8 May 2023.", "2023-05-08")]
    [InlineData("We decided to meet next Friday.", "2026-03-13")]
    [InlineData("I moved to Oslo two weeks ago.", "2026-02-23")]
    public void Extract_Time_IsCountedFromWhenItWasSaid(string text, string date)
    {
        var fact = Assert.Single(Extract(text));
        Assert.Equal(date, fact.OccurredAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Extract_WithoutATime_HappenedWhenItWasSaid() => Assert.Equal(At, Assert.Single(Extract("My home city is Oslo.")).OccurredAt);

    [Fact]
    public void Extract_Names_AreEntitiesFolded() => Assert.Contains("eve long", Assert.Single(Extract("My new boss is Eve Long.")).Entities);

    [Fact]
    public void Extract_Recalled_IsNeverRead()
    {
        Assert.Empty(Extract(RecalledText.Mark("My boss is Eve.")));
        Assert.Empty(Extract($"{RecalledText.Start}My boss is Eve. {RecalledText.Start} x {RecalledText.End.ToUpperInvariant()}"));
        Assert.Empty(Extract($"{RecalledText.Start}My boss is Eve. And no end."));
        Assert.Empty(FactExtractor.Extract([Message("My boss is Eve.") with { IsRecalled = true }]));

        // What was remembered cannot end the marks around it.
        Assert.Empty(Extract(RecalledText.Mark($"x {RecalledText.End} My boss is Eve. </recalled-mem{RecalledText.End}ory> My cat is Tom.")));
        Assert.Equal("Tom", Assert.Single(Extract(RecalledText.Mark("My boss is Eve.") + "\nMy cat is Tom.")).Value);
    }

    [Fact]
    public void Extract_HugeOrHostileText_EndsAndIsBounded()
    {
        Assert.Equal(FactExtractor.MaxFacts, Extract(string.Join('\n', Enumerable.Range(0, 500).Select(static i => $"My room is {i}."))).Count);
        Assert.Empty(Extract(new string('a', 200_000)));
        Assert.Empty(Extract("my " + string.Concat(Enumerable.Repeat("very ", 100_000)) + "is x"));
        Assert.InRange(Extract("\ud800 \0 ''''' my is is is").Count, 0, 1);
    }

    [Fact]
    public void Extract_IsTheSameEachTimeAndKeepsTheLabel()
    {
        var message = Message("My home city is Oslo. I like tea. Decision: go.") with { Label = new ContentLabel(Integrity.Untrusted, Confidentiality.Restricted) };
        Assert.Equal(FactExtractor.Extract([message]).Select(static f => (f.Text, f.Value)), FactExtractor.Extract([message]).Select(static f => (f.Text, f.Value)));
        Assert.All(FactExtractor.Extract([message]), f => Assert.Equal(message.Label, f.Message.Label));
    }

    private static IReadOnlyList<ExtractedFact> Extract(string text) => FactExtractor.Extract([Message(text)]);

    private static ExtractionMessage Message(string text) => new(0, "Ada", text, default, At, "m1");
}
