using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Tests.Resources;
using static AgentFunctions.Core.Tests.Definitions.DefinitionWorldInstance;

namespace AgentFunctions.Core.Tests.Definitions;

/// <summary>Workflows that call each other in a circle are refused, unless the circle is bounded; within a set and across what is stored.</summary>
public sealed class DefinitionCircleTests
{
    private static readonly ResourceSet Plain = new([]);

    [Fact]
    public async Task Put_CallsItself_IsRefusedUnlessBounded()
    {
        var finding = Assert.Single(await FindingsAsync(Call("w")));
        Assert.Equal("spec.steps[0].workflow", finding.Path);
        Assert.Contains("workflows/w -> workflows/w", finding.Message, StringComparison.Ordinal);
        Assert.Empty(await FindingsAsync(Call("w", ""","maxDepth":3""")));
    }

    [Fact]
    public async Task Apply_CircleOfThree_IsRefusedAtEveryOneAndNothingIsWritten()
    {
        await using var instance = await CreateAsync();

        var error = (await instance.ApplyAsync(Plain, ("workflows", "a", Call("b")), ("workflows", "b", Nested("c")), ("workflows", "c", Call("a")))).Error!;

        Assert.Equal(["items[0].spec.steps[0].workflow", "items[1].spec.steps[0].branches.right[0].workflow", "items[2].spec.steps[0].workflow"], error.Details.Select(d => d.Path));
        Assert.Contains("workflows/a -> workflows/b -> workflows/c -> workflows/a", error.Details[0].Message, StringComparison.Ordinal);
        Assert.Null(await instance.SpecAsync("workflows", "a"));
    }

    [Fact]
    public async Task Apply_CircleWithOneBound_IsFine()
    {
        await using var instance = await CreateAsync();
        Assert.Null((await instance.ApplyAsync(Plain, ("workflows", "a", Call("b")), ("workflows", "b", Call("a", ""","maxDepth":2""")))).Error);
    }

    [Fact]
    public async Task Put_ClosesACircleThroughWhatIsStored_IsRefused()
    {
        await using var instance = await CreateAsync();
        await instance.PutAsync("workflows", "a", """{"steps":[{"id":"s","type":"set","values":{}}]}""");
        await instance.PutAsync("workflows", "b", Call("a"));
        await instance.PutAsync("workflows", "c", Nested("b"));

        var error = (await instance.TryPutAsync("workflows", "a", Call("c"))).Error!;

        Assert.Equal("spec.steps[0].workflow", Assert.Single(error.Details).Path);
        Assert.Contains("workflows/a -> workflows/c -> workflows/b -> workflows/a", error.Details[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_InUse_IsRefused_ButNotForNamingItself()
    {
        await using var instance = await CreateAsync();
        await instance.PutAsync("workflows", "self", Call("self", ""","maxDepth":3"""));
        await instance.PutAsync("workflows", "user", Call("self"));

        Assert.NotNull(await DeleteAsync(instance, "workflows", "self"));
        Assert.Null(await DeleteAsync(instance, "workflows", "user"));
        Assert.Null(await DeleteAsync(instance, "workflows", "self"));
        Assert.NotNull(await DeleteAsync(instance, "tools", "orders.get"));
    }

    private static async Task<AgentFunctions.Core.Errors.ApiError?> DeleteAsync(ControlInstance instance, string kind, string id) =>
        (await instance.Resources.DeleteAsync(Actor.System(Tenants.Default), ResourceKinds.Find(kind)!, id, null, CancellationToken.None)).Error;

    private static string Call(string workflow, string more = "") => $$"""{"steps":[{"id":"s","type":"workflow","workflow":"{{workflow}}"{{more}}}]}""";

    private static string Nested(string workflow) =>
        $$$"""{"steps":[{"id":"p","type":"parallel","branches":{"left":[{"id":"x","type":"set","values":{}}],"right":[{"id":"s","type":"workflow","workflow":"{{{workflow}}}"}]}}]}""";
}
