using System.Text;
using AgentFunctions.Gateway.Models.Events;

namespace AgentFunctions.Gateway.Tests.Models.Events;

public sealed class AnswerReaderTests
{
    private const string Usage = "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}";

    [Theory]
    [InlineData("[0.0023064255, -1.5e-05,\n 1E+3, 0]")]
    [InlineData("[1]")]
    [InlineData("[]")]
    [InlineData("[ ]")]
    [InlineData("[[1,2],[3,[4,5]],[]]")]
    [InlineData("[1,[2,3],\"four\",{\"five\":[5,5]},null,true]")]
    [InlineData("\"AAAAPwAAAD8=\"")]
    [InlineData("null")]
    public void Read_Embeddings_ReachesWhatFollows(string embedding)
    {
        var facts = AnswerReader.Read(Encoding.UTF8.GetBytes(Answer(embedding)));
        Assert.NotNull(facts);
        Assert.True(facts.HasContent);
        Assert.Equal(8, facts.Usage.InputTokens);
        Assert.Equal("text-embedding-3-small", facts.Model);
    }

    [Theory]
    [InlineData("[0.0023064255, -1.5e-05, 1E+3, 0]")]
    [InlineData("[[1,2],[3,4]]")]
    [InlineData("[1,\"two\",{\"three\":[3,3]}]")]
    public void Read_CutAnywhere_IsNoAnswer(string embedding)
    {
        var whole = Encoding.UTF8.GetBytes(Answer(embedding));
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Null(AnswerReader.Read(whole.AsSpan(0, length))));
    }

    [Theory]
    [InlineData("[1,2}")]
    [InlineData("[1,2")]
    [InlineData("[1,2]]")]
    [InlineData("[1,2,x]")]
    [InlineData("[\"one\" \"two\"]")]
    public void Read_BrokenArray_IsNoAnswer(string embedding) => Assert.Null(AnswerReader.Read(Encoding.UTF8.GetBytes(Answer(embedding))));

    private static string Answer(string embedding) =>
        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":" + embedding + "},{\"object\":\"embedding\",\"index\":1,\"embedding\":" + embedding
        + "}],\"model\":\"text-embedding-3-small\"," + Usage + "}";
}
